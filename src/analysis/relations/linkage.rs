//! Average linkage (Sokal and Michener, 1958) over sparse nearness.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::collections::HashMap;

/// Two groups and their mean nearness.
#[derive(Clone, Copy, PartialEq)]
struct Pair {
    mean: f32,
    one: u32,
    other: u32,
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Pair) -> Ordering {
        self.mean.total_cmp(&other.mean).then((other.one, other.other).cmp(&(self.one, self.other)))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Pair) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The number of the group of each thing, groups numbered by their first. `near` names the others that a thing is near to,
/// with how near; what is not named is not near at all. Joins the two groups with the highest mean nearness until none
/// reaches `least`.
///
/// Groups are numbered on as they are joined; of two groups the sum of the nearness of their members is kept, from which
/// the mean follows.
pub fn average_linkage(near: &[Box<[(u32, f32)]>], least: f32) -> Vec<u32> {
    average_linkage_if(near, least, |_, _, _| true)
}

/// The same, where two things for which `apart` holds never come into one group.
pub fn average_linkage_unless(near: &[Box<[(u32, f32)]>], least: f32, apart: impl Fn(u32, u32) -> bool) -> Vec<u32> {
    average_linkage_if(near, least, |one, other, _| !one.members.iter().any(|a| other.members.iter().any(|b| apart(*a, *b))))
}

/// Things that were put together.
pub struct Group {
    /// The things.
    pub members: Vec<u32>,
    /// The mean nearness of the two groups that it was made of; of a single thing infinite.
    pub joined_at: f32,
}

/// The same, where two groups of some mean nearness are joined only if `may_join`.
pub fn average_linkage_if(near: &[Box<[(u32, f32)]>], least: f32, may_join: impl Fn(&Group, &Group, f32) -> bool) -> Vec<u32> {
    let n = near.len();
    let mut made: Vec<Group> = (0..n as u32).map(|thing| Group { members: vec![thing], joined_at: f32::INFINITY }).collect();
    let mut sums: Vec<HashMap<u32, f32>> = near.iter().map(|row| row.iter().copied().collect()).collect();
    // A neighbour that was cut from one row only is one all the same.
    for (article, row) in near.iter().enumerate() {
        for (other, cosine) in row {
            sums[*other as usize].entry(article as u32).or_insert(*cosine);
        }
    }
    let mut sizes = vec![1u32; n];
    let mut groups: Vec<u32> = (0..n as u32).collect();
    let mut waiting: BinaryHeap<Pair> = BinaryHeap::new();
    for (one, row) in sums.iter().enumerate() {
        let one = one as u32;
        waiting.extend(row.iter().filter(|(other, mean)| one < **other && **mean >= least).map(|(other, mean)| Pair {
            mean: *mean,
            one,
            other: *other,
        }));
    }
    let mut gone = vec![false; n];
    while let Some(Pair { one, other, mean }) = waiting.pop() {
        if gone[one as usize] || gone[other as usize] || !may_join(&made[one as usize], &made[other as usize], mean) {
            continue;
        }
        let next = sums.len() as u32;
        let mut members = std::mem::take(&mut made[one as usize].members);
        members.append(&mut made[other as usize].members);
        made.push(Group { members, joined_at: mean });
        gone[one as usize] = true;
        gone[other as usize] = true;
        gone.push(false);
        let size = sizes[one as usize] + sizes[other as usize];
        sizes.push(size);
        let mut joined = std::mem::take(&mut sums[one as usize]);
        for (third, sum) in std::mem::take(&mut sums[other as usize]) {
            *joined.entry(third).or_default() += sum;
        }
        joined.retain(|third, _| !gone[*third as usize]);
        for (third, sum) in &joined {
            let row = &mut sums[*third as usize];
            row.remove(&one);
            row.remove(&other);
            row.insert(next, *sum);
            let mean = sum / (size * sizes[*third as usize]) as f32;
            if mean >= least {
                waiting.push(Pair { mean, one: *third, other: next });
            }
        }
        sums.push(joined);
        groups.iter_mut().filter(|group| **group == one || **group == other).for_each(|group| *group = next);
    }
    let mut numbers: HashMap<u32, u32> = HashMap::new();
    groups
        .into_iter()
        .map(|group| {
            let next = numbers.len() as u32;
            *numbers.entry(group).or_insert(next)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::average_linkage;
    use super::average_linkage_if;

    #[test]
    fn groups_are_joined_while_their_mean_is_high_enough() {
        let near = |rows: &[&[(u32, f32)]]| rows.iter().map(|row| row.to_vec().into_boxed_slice()).collect::<Vec<_>>();
        // A chain: the ends have nothing to do with one another.
        let chain = near(&[&[(1, 0.9)], &[(0, 0.9), (2, 0.8)], &[(1, 0.8)]]);
        assert_eq!(average_linkage(&chain, 0.5), [0, 0, 1]);
        assert_eq!(average_linkage(&chain, 0.4), [0, 0, 0]);
        assert_eq!(average_linkage(&[], 0.5), [0u32; 0]);
        // Two pairs, far closer within than to one another.
        let pairs = near(&[
            &[(1, 0.9), (2, 0.5), (3, 0.5)],
            &[(0, 0.9), (2, 0.5), (3, 0.5)],
            &[(0, 0.5), (1, 0.5), (3, 0.8)],
            &[(0, 0.5), (1, 0.5), (2, 0.8)],
        ]);
        assert_eq!(average_linkage(&pairs, 0.4), [0, 0, 0, 0]);
        assert_eq!(
            average_linkage_if(&pairs, 0.4, |one, other, mean| one.members.len() + other.members.len() == 2 || mean > 0.7 * one.joined_at),
            [0, 0, 1, 1]
        );
    }
}
