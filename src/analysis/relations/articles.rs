//! How near whole articles are to one another, and which tell one story.
//!
//! Passages of two articles on one story belong together more often than their words alone tell. Two measures of
//! nearness are added up: the cosine of the articles' weighted terms, and whether both are in one story.
//!
//! Stories are found by average linkage over the cosines (see `linkage.rs`), down to a step in how close they are.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::analysis::relations::linkage::average_linkage_if;
use crate::analysis::relations::terms::TermId;
use crate::analysis::relations::terms::TermKind;

/// Mean scaled cosine from which two groups of articles tell one story.
const ONE_STORY: f32 = 0.5;
/// Mean scaled cosine from which they may, unless each of them is far closer: stories that look alike are parted by a step.
const MAYBE_ONE_STORY: f32 = 0.4;
/// Such a step: the mean, as a share of that at which the looser of the two groups came together.
const STEP: f32 = 0.78;
/// Articles of a group from which it has a closeness of its own.
const FEWEST_OF_STORY: usize = 4;
/// By how much nearer another story must be for an article to move there.
const MOVES: f32 = 0.08;
/// Most neighbours whose mean cosine says how near an article is to its nearest; in a small dossier a quarter of it.
const NEAREST: usize = 6;
/// Cosine under which articles have little to do with one another.
const UNRELATED: f32 = 0.2;
/// How much more a name or a number tells of an article than a word as rare.
const NAMES: f32 = 3.0;
/// Passages at the head of an article that count twice: headline and lead.
const LEAD: usize = 2;
/// From that many articles on, terms of one article alone are left out: they lower every cosine and tell nothing.
const MANY: usize = 6;
/// Neighbours kept of each article; all of them in a dossier that is not large.
const MOST_NEIGHBOURS: usize = 256;
/// In a dossier of more articles than neighbours are kept, terms in more than this share of them are left out.
const TOO_COMMON: f32 = 0.2;
const WEIGHT_COSINE: f32 = 0.10;
const WEIGHT_STORY: f32 = 0.50;
/// Stories of a folder up to which it may be on one matter.
const FEW_STORIES: f32 = 5.0;
/// Nearness of two stories from which they may be one, and from which they are as good as one.
const NEAR_STORIES: (f32, f32) = (0.2, ONE_STORY);
/// The score of two passages by their words from which that counts, and from which it counts in full.
const NEAR_WORDS: (f32, f32) = (0.15, 0.35);

/// How near articles are to one another.
#[derive(Clone, Debug, Default)]
pub struct Articles {
    /// Of each article the others with their cosine, by number.
    near: Vec<Box<[(u32, f32)]>>,
    /// Number of the story of each article; stories are numbered by their first article.
    stories: Vec<u32>,
    /// How near two stories are to one another, by their numbers, the smaller first.
    between: HashMap<(u32, u32), f32>,
}

/// Nearness of one article to another, in its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Nearness {
    /// Cosine of their weighted terms.
    pub cosine: f32,
    /// Whether both tell one story.
    pub one_story: bool,
    /// How near their stories are to one another: the mean scaled cosine of their articles.
    pub stories: f32,
    /// How much the border between two stories is to be doubted: fully in a folder of a few, which is likely on one matter, hardly in
    /// an archive of many.
    pub doubt: f32,
}

impl Nearness {
    /// What it adds to the score of two of their passages whose words alone have the score `words`.
    ///
    /// Where the border between two stories is not sure, the words decide on which side of it a passage stands: releases of a firm
    /// and reports on them are two groups by their words, and tell the same.
    pub fn prior(self, words: f32) -> f32 {
        let ramp = |value: f32, (none, full): (f32, f32)| ((value - none) / (full - none)).clamp(0.0, 1.0);
        let sure = if self.one_story { 1.0 } else { self.doubt * ramp(self.stories, NEAR_STORIES) * ramp(words, NEAR_WORDS) };
        WEIGHT_COSINE * self.cosine + WEIGHT_STORY * sure
    }
}

/// Counts how often each term stands in an article; terms of its head count twice.
pub(super) fn count<'a>(passages: impl Iterator<Item = &'a [TermId]>) -> Vec<(TermId, f32)> {
    let mut counts: HashMap<TermId, f32> = HashMap::new();
    for (number, terms) in passages.enumerate() {
        let weight = if number < LEAD { 2.0 } else { 1.0 };
        terms.iter().for_each(|term| *counts.entry(*term).or_default() += weight);
    }
    let mut counts: Vec<(TermId, f32)> = counts.into_iter().collect();
    counts.sort_unstable_by_key(|(term, _)| *term);
    counts
}

impl Articles {
    /// Relates articles by the counts of their terms; `kind` tells what a term is made of.
    pub(super) fn of(counts: &[Vec<(TermId, f32)>], kind: impl Fn(TermId) -> TermKind) -> Articles {
        let n = counts.len();
        let mut holders: HashMap<TermId, Vec<(u32, f32)>> = HashMap::new();
        let mut in_articles: HashMap<TermId, u32> = HashMap::new();
        counts.iter().flatten().for_each(|(term, _)| *in_articles.entry(*term).or_default() += 1);
        let weigh = |term: TermId, count: f32| {
            let articles = in_articles.get(&term).copied().unwrap_or(0);
            if articles < 2 && n >= MANY || n > MOST_NEIGHBOURS && articles as f32 > TOO_COMMON * n as f32 {
                return 0.0;
            }
            let tells = if kind(term) == TermKind::Word { 1.0 } else { NAMES };
            tells * (1.0 + count.ln()) * (1.0 + n as f32 / (articles as f32 + 0.5)).ln()
        };
        let mut weighted: Vec<Vec<(TermId, f32)>> = Vec::with_capacity(n);
        for (article, counts) in counts.iter().enumerate() {
            let mut weights: Vec<(TermId, f32)> =
                counts.iter().map(|(term, count)| (*term, weigh(*term, *count))).filter(|(_, weight)| *weight > 0.0).collect();
            let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
            weights.iter_mut().for_each(|(_, weight)| *weight /= length.max(f32::MIN_POSITIVE));
            for (term, weight) in &weights {
                holders.entry(*term).or_default().push((article as u32, *weight));
            }
            weighted.push(weights);
        }
        let near: Vec<Box<[(u32, f32)]>> = (0..n).map(|article| neighbours(article, &weighted[article], &holders, n)).collect();
        let scaled = scaled(&near);
        let stories = average_linkage_if(&scaled, MAYBE_ONE_STORY, |one, other, mean| {
            let is_step = mean < STEP * one.joined_at.min(other.joined_at);
            mean >= ONE_STORY || !is_step || one.members.len().min(other.members.len()) < FEWEST_OF_STORY
        });
        let stories = settled(&scaled, &stories);
        let between = between(&scaled, &stories);
        Articles { near, stories, between }
    }

    /// Nearness of every article to `article`.
    pub fn nearness(&self, article: usize) -> Vec<Nearness> {
        let n = self.near.len();
        let mut found = vec![Nearness::default(); n];
        let Some(own) = self.near.get(article) else { return found };
        let doubt = (FEW_STORIES / self.story_count() as f32).min(1.0);
        for (other, cosine) in own {
            found[*other as usize].cosine = *cosine;
        }
        for (other, nearness) in found.iter_mut().enumerate() {
            let (one, two) = (self.stories[other], self.stories[article]);
            nearness.one_story = one == two;
            nearness.stories = self.between.get(&(one.min(two), one.max(two))).copied().unwrap_or(0.0);
            nearness.doubt = doubt;
        }
        found
    }

    /// Number of the story of an article, from 0; stories are numbered by their first article.
    pub fn story(&self, article: usize) -> usize {
        self.stories.get(article).map_or(0, |story| *story as usize)
    }

    /// The articles of a story, the one nearest to all the others first.
    pub fn of_story(&self, story: usize) -> Vec<usize> {
        let mut articles: Vec<usize> = (0..self.stories.len()).filter(|article| self.story(*article) == story).collect();
        let within = |article: usize| -> f32 {
            let near = self.near.get(article).into_iter().flat_map(|row| row.iter());
            near.filter(|(other, _)| self.story(*other as usize) == story).map(|(_, cosine)| cosine).sum()
        };
        let nearest = articles.iter().copied().max_by(|a, b| within(*a).total_cmp(&within(*b)).then(b.cmp(a)));
        if let Some(nearest) = nearest {
            articles.retain(|article| *article != nearest);
            articles.insert(0, nearest);
        }
        articles
    }

    /// How many stories there are.
    pub fn story_count(&self) -> usize {
        self.stories.iter().max().map_or(0, |last| *last as usize + 1)
    }
}

/// The stories with each article in the one whose others it is nearest to: what was put together early may have found its
/// story later. Numbered by their first articles.
fn settled(near: &[Box<[(u32, f32)]>], stories: &[u32]) -> Vec<u32> {
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    stories.iter().for_each(|story| *sizes.entry(*story).or_default() += 1);
    let nearest = |(article, row): (usize, &[(u32, f32)])| {
        let own = stories[article];
        let mut sums: BTreeMap<u32, f32> = BTreeMap::new();
        row.iter().for_each(|(other, near)| *sums.entry(stories[*other as usize]).or_default() += near);
        let others = sizes[&own] - 1;
        let mean = |story: u32, sum: f32| sum / if story == own { others } else { sizes[&story] }.max(1) as f32;
        let least = sums.get(&own).map_or(0.0, |sum| mean(own, *sum)) + MOVES;
        let best = sums.iter().map(|(story, sum)| (mean(*story, *sum), *story)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        best.filter(|(mean, _)| others > 0 && *mean > least).map_or(own, |(_, story)| story)
    };
    let moved = near.iter().map(|row| &**row).enumerate().map(nearest);
    let mut numbers: HashMap<u32, u32> = HashMap::new();
    let mut numbered = |story: u32| {
        let next = numbers.len() as u32;
        *numbers.entry(story).or_insert(next)
    };
    moved.map(&mut numbered).collect()
}

/// The mean nearness of the articles of two stories, by the numbers of the stories, the smaller first.
fn between(near: &[Box<[(u32, f32)]>], stories: &[u32]) -> HashMap<(u32, u32), f32> {
    let mut sizes: HashMap<u32, f32> = HashMap::new();
    stories.iter().for_each(|story| *sizes.entry(*story).or_default() += 1.0);
    let mut sums: HashMap<(u32, u32), f32> = HashMap::new();
    for (article, row) in near.iter().enumerate() {
        for (other, nearness) in row {
            let (one, two) = (stories[article], stories[*other as usize]);
            *sums.entry((one.min(two), one.max(two))).or_default() += nearness;
        }
    }
    // Each pair was met from both its articles.
    sums.iter_mut().for_each(|((one, two), sum)| {
        *sum /= if one == two { sizes[one] * (sizes[one] - 1.0).max(1.0) } else { 2.0 * sizes[one] * sizes[two] }
    });
    sums
}

/// Other articles with their cosine, by number, the nearest [`MOST_NEIGHBOURS`].
fn neighbours(article: usize, weights: &[(TermId, f32)], holders: &HashMap<TermId, Vec<(u32, f32)>>, n: usize) -> Box<[(u32, f32)]> {
    let mut cosines = vec![0f32; n];
    for (term, weight) in weights {
        for (other, others) in &holders[term] {
            cosines[*other as usize] += weight * others;
        }
    }
    cosines[article] = 0.0;
    let mut row: Vec<(u32, f32)> =
        cosines.into_iter().enumerate().filter(|(_, cosine)| *cosine > 0.0).map(|(other, cosine)| (other as u32, cosine)).collect();
    if row.len() > MOST_NEIGHBOURS {
        row.select_nth_unstable_by(MOST_NEIGHBOURS, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        row.truncate(MOST_NEIGHBOURS);
        row.sort_unstable_by_key(|(other, _)| *other);
    }
    row.into_boxed_slice()
}

/// Cosines divided by how near each of the two articles is to its nearest others.
///
/// Short reports that copy an agency are nearer to one another than long analyses of one story: what counts as near is
/// taken from each article's own neighbours, down to a floor under which articles have nothing to do with one another.
fn scaled(near: &[Box<[(u32, f32)]>]) -> Vec<Box<[(u32, f32)]>> {
    let depth = (near.len() / 4).clamp(2, NEAREST);
    let own: Vec<f32> = near
        .iter()
        .map(|row| {
            let mut cosines: Vec<f32> = row.iter().map(|(_, cosine)| *cosine).collect();
            cosines.sort_unstable_by(|a, b| b.total_cmp(a));
            (cosines.iter().take(depth).sum::<f32>() / depth as f32).max(UNRELATED).sqrt()
        })
        .collect();
    let scale = |(article, row): (usize, &[(u32, f32)])| {
        row.iter().map(|(other, cosine)| (*other, cosine / (own[article] * own[*other as usize]))).collect()
    };
    near.iter().map(|row| &**row).enumerate().map(scale).collect()
}

#[cfg(test)]
mod tests {
    use super::Articles;
    use super::TermId;
    use super::TermKind;

    fn articles(texts: &[&[u32]]) -> Articles {
        let counts: Vec<Vec<(TermId, f32)>> = texts
            .iter()
            .map(|terms| super::count([terms.iter().map(|term| TermId(*term)).collect::<Vec<_>>().as_slice()].into_iter()))
            .collect();
        Articles::of(&counts, |_| TermKind::Word)
    }

    #[test]
    fn articles_that_share_their_terms_are_one_story() {
        let found = articles(&[&[1, 2, 3, 4], &[1, 2, 3, 5], &[11, 12, 13], &[11, 12, 14], &[1, 2, 4, 5], &[21, 22]]);
        let stories: Vec<usize> = (0..6).map(|article| found.story(article)).collect();
        assert_eq!(stories, [0, 0, 1, 1, 0, 2]);
        assert_eq!(found.story_count(), 3);
        let near = found.nearness(0);
        assert!(near[1].prior(0.0) > near[2].prior(0.0) && !near[5].one_story);
        // Passages that say the same belong together whatever their articles are taken for.
        assert!(near[2].prior(1.0) >= near[2].prior(0.0));
    }

    #[test]
    fn an_article_moves_to_the_story_that_it_is_nearest_to() {
        let near = |rows: &[&[(u32, f32)]]| rows.iter().map(|row| row.to_vec().into_boxed_slice()).collect::<Vec<_>>();
        let rows = near(&[
            &[(1, 0.9), (2, 0.5)],
            &[(0, 0.9), (2, 0.5)],
            &[(0, 0.5), (1, 0.5), (3, 0.8), (4, 0.8)],
            &[(2, 0.8), (4, 0.9)],
            &[(2, 0.8), (3, 0.9)],
        ]);
        assert_eq!(super::settled(&rows, &[0, 0, 0, 1, 1]), [0, 0, 1, 1, 1]);
        assert_eq!(super::settled(&rows, &[0, 1, 2, 3, 4]), [0, 1, 2, 3, 4], "what is alone stays");
    }

    #[test]
    fn a_dossier_of_one_or_none_has_its_stories() {
        assert_eq!(articles(&[]).story_count(), 0);
        assert_eq!(articles(&[&[1]]).story_count(), 1);
        assert_eq!(articles(&[&[], &[]]).story_count(), 2);
    }
}
