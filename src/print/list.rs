//! `list`: the sources and what is known about them.

use serde::Serialize;

use super::Paint;
use super::Row;
use crate::analysis::Facts;
use crate::analysis::Lexicon;
use crate::analysis::questions::themes::shares;
use crate::text::Field;
use crate::text::Language;
use crate::text::Source;
use crate::text::visible::fit;

/// Words that people read in a minute, for the reading time (Brysbaert, *How many words do we read per minute?*, 2019:
/// 238 for non-fiction in English).
const WORDS_A_MINUTE: usize = 238;

/// Minutes that reading `words` words takes, at least one unless there is nothing to read.
pub fn minutes(words: usize) -> usize {
    words.div_ceil(WORDS_A_MINUTE)
}

/// One source.
#[derive(Debug, Serialize)]
pub struct ListRow {
    source: String,
    title: Option<String>,
    title_from: Option<&'static str>,
    standfirst: Option<String>,
    publisher: Option<String>,
    publisher_from: Option<&'static str>,
    author: Option<String>,
    author_from: Option<&'static str>,
    date: Option<String>,
    date_from: Option<&'static str>,
    language: Option<String>,
    /// Whether the rules of its language are known.
    read: bool,
    words: usize,
    minutes: usize,
    story: Option<String>,
    /// The earliest source with the same text.
    reprint_of: Option<String>,
    themes: Vec<ThemeShare>,
}

#[derive(Debug, Serialize)]
struct ThemeShare {
    theme: String,
    share: f32,
    #[serde(skip)]
    sign: char,
}

impl ListRow {
    /// The row of one source; `story` names its story where the dossier holds several, `reprint_of` the source whose text it has.
    pub fn new(source: &Source, facts: &Facts, lexicon: &Lexicon, story: Option<&str>, reprint_of: Option<&Source>) -> ListRow {
        let value = |field: &Option<Field>| field.as_ref().map(|field| field.value.clone());
        let from = |field: &Option<Field>| field.as_ref().map(|field| field.origin.name());
        let meta = &source.meta;
        let words = source.n_words;
        let themes = shares(facts).into_iter().zip(lexicon.themes()).filter(|(share, _)| *share > 0.0);
        ListRow {
            source: source.name.clone(),
            title: value(&meta.title),
            title_from: from(&meta.title),
            standfirst: value(&meta.standfirst),
            publisher: value(&meta.publisher),
            publisher_from: from(&meta.publisher),
            author: value(&meta.author),
            author_from: from(&meta.author),
            date: value(&meta.date),
            date_from: from(&meta.date),
            language: value(&meta.language),
            read: source.language == Language::English,
            words,
            minutes: minutes(words),
            story: story.map(str::to_owned),
            reprint_of: reprint_of.map(|source| source.name.clone()),
            themes: themes
                .map(|(share, theme)| ThemeShare { theme: theme.name.clone(), share: (share * 1000.0).round() / 1000.0, sign: theme.sign })
                .collect(),
        }
    }
}

impl Row for ListRow {
    const COLUMNS: &'static [&'static str] =
        &["source", "title", "title_from", "standfirst", "publisher", "author", "date", "language", "words", "minutes"];

    fn cells(&self) -> Vec<String> {
        let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
        vec![
            self.source.clone(),
            or_empty(&self.title),
            self.title_from.unwrap_or_default().to_owned(),
            or_empty(&self.standfirst),
            or_empty(&self.publisher),
            or_empty(&self.author),
            or_empty(&self.date),
            or_empty(&self.language),
            self.words.to_string(),
            self.minutes.to_string(),
        ]
    }

    fn text(&self, paint: Paint) -> String {
        let made_up = if self.title_from == Some("made-up") { "~ " } else { "" };
        let title = fit(&format!("{made_up}{}", self.title.as_deref().unwrap_or(&self.source)), 78);
        let publisher = self.publisher.as_deref().or(self.author.as_deref()).unwrap_or("–");
        let date = self.date.as_deref().unwrap_or("no date");
        let mut ranked: Vec<&ThemeShare> = self.themes.iter().collect();
        ranked.sort_by(|a, b| b.share.total_cmp(&a.share));
        let themes: Vec<String> =
            ranked.iter().take(3).map(|theme| format!("{} {} {:.0} %", theme.sign, theme.theme, theme.share * 100.0)).collect();
        let themes = if themes.is_empty() { String::new() } else { format!(" · {}", themes.join(", ")) };
        let unread = if self.read { "" } else { " · language not read" };
        let reprint = self.reprint_of.as_ref().map(|first| format!(" · reprint of {first}")).unwrap_or_default();
        let details =
            format!("{publisher} · {date} · {} words, {} min{themes}{unread}{reprint} · {}", self.words, self.minutes, self.source);
        format!("{}\n  {}", paint.bold(&title), paint.dim(&details))
    }
}
