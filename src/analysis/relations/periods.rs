//! Of which stretch of time a quantity is told: the quarter, month or year that its sentence names, else the one of which the
//! whole text reports. Values of two periods are a series and never a contradiction.

use jiff::civil::Date;

use crate::analysis::Analysis;
use crate::analysis::facts::DateMention;
use crate::analysis::facts::Figure;
use crate::analysis::relations::Relations;
use crate::analysis::relations::chronology::Dated;
use crate::text::BlockKind;
use crate::text::Dossier;
use crate::text::Source;
use crate::text::SourceId;
use crate::text::Span;
use crate::text::calendar::Stretch;
use crate::text::calendar::Unit;
use crate::text::calendar::When;
use crate::text::offsets::character_border;

/// Passages at the beginning of a text in which it says of which period it reports.
const HEAD: u32 = 8;
/// Days between two texts from which they speak of two times, unless they tell of the same days.
const FAR: i32 = 75;
/// Share of the days told by either of two texts that both tell, from which they tell of one matter however far they are apart.
const ONE_MATTER: f32 = 0.34;
/// Fewest days that both tell for that.
const FEWEST_DAYS: usize = 3;
/// So many times more days of earlier years than of its own tells a text that looks back.
const MOSTLY: usize = 2;
/// Periods on each side of a figure that are looked at.
const AROUND: usize = 6;
/// Bytes between a day and the figure that is told as of that day.
const AS_OF: usize = 24;
/// Bytes before a date that say of what kind it is.
const ENDS: usize = 48;

/// A stretch of time, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
}

impl Period {
    fn of(when: When) -> Option<Period> {
        let is_long = match when {
            When::One(stretch) => matches!(stretch.unit(), Unit::Month | Unit::Quarter | Unit::Half | Unit::Year),
            When::Range(..) => true,
            When::Yearless { .. } => false,
        };
        when.bounds().filter(|_| is_long).map(|(first, last)| Period { first, last })
    }

    /// The days of any date, be it as short as a day.
    pub fn of_any(when: When) -> Option<Period> {
        when.bounds().map(|(first, last)| Period { first, last })
    }

    /// As a date: a unit of the calendar where it is one, else from day to day.
    pub fn when(self) -> When {
        let units = [Unit::Day, Unit::Month, Unit::Quarter, Unit::Half, Unit::Year].map(|unit| Stretch::of(unit, self.first));
        let unit = units.into_iter().find(|unit| (unit.first(), unit.last()) == (self.first, self.last));
        let day = |date| Stretch::of(Unit::Day, date);
        unit.map_or_else(|| When::Range(day(self.first), day(self.last)), When::One)
    }

    /// Its first and its last day.
    pub fn bounds(self) -> (Date, Date) {
        (self.first, self.last)
    }

    fn days(self) -> i32 {
        self.first.until(self.last).map_or(0, |span| span.get_days()) + 1
    }

    fn meets(self, other: Period) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// Whether they are one period, as far as words tell it: fiscal years begin on other days than those of the calendar.
    pub fn is_like(self, other: Period) -> bool {
        let (one, two) = (self.days().max(1), other.days().max(1));
        let shared = self.last.min(other.last).since(self.first.max(other.first)).map_or(0, |span| span.get_days()) + 1;
        self.meets(other) && shared * 3 >= 2 * one.max(two)
    }
}

/// Where a text stands in time.
#[derive(Clone, Debug, Default)]
pub struct TextTime {
    /// Its day of publication.
    published: Option<Date>,
    /// The same, else the newest day that it tells.
    pub written: Option<Date>,
    /// The period of which it reports.
    pub own: Option<Period>,
    /// The days that it tells, sorted.
    days: Vec<Date>,
    /// Whether these are mostly of earlier years.
    looks_back: bool,
}

/// Whether a text tells mostly of days of earlier years: a history is of no time but that of which it tells.
fn looks_back(published: Option<Date>, days: &[Date]) -> bool {
    let Some(year) = published.map(Date::year) else { return false };
    let earlier = days.iter().filter(|day| day.year() < year).count();
    let own = days.iter().filter(|day| day.year() == year && Some(**day) != published).count();
    earlier > MOSTLY * own
}

/// A period told at a place of a text.
struct Told {
    span: Span,
    period: Period,
    /// Whether it is of the kind that reports are about, a quarter or what ends on a day: it is meant wherever it stands in the
    /// sentence. A bare year or month says when something happened, and only in its own clause.
    firm: bool,
}

/// The periods of a source, read once.
pub struct Periods {
    told: Vec<Told>,
    /// Days that are told with their month and year, in order.
    days: Vec<(Span, Period)>,
    /// Where the source stands in time.
    pub time: TextTime,
}

impl Periods {
    /// Of a source.
    pub fn new(dossier: &Dossier, analysis: &Analysis, relations: &Relations, source: SourceId) -> Periods {
        let (Some(facts), Some(read)) = (analysis.facts(source), dossier.source(source)) else {
            return Periods { told: Vec::new(), days: Vec::new(), time: TextTime::default() };
        };
        let dated = || relations.chronology.told(source, facts);
        let told: Vec<Told> = dated().filter_map(|(mention, dated)| of_mention(&read.text, mention, dated.when?)).collect();
        let is_day = |when: &When| matches!(when, When::One(stretch) if stretch.unit() == Unit::Day);
        let day = |(mention, dated): (&DateMention, Dated)| Some((mention.span, Period::of_any(dated.when.filter(is_day)?)?));
        let of_days = dated().filter_map(day).collect();
        let bounds = |when: When| when.bounds();
        let published = read.published().and_then(bounds).map(|(first, _)| first);
        let mut days: Vec<Date> = dated()
            .filter_map(|(_, dated)| dated.when.and_then(bounds))
            .filter(|(first, last)| first == last)
            .map(|(day, _)| day)
            .collect();
        days.sort_unstable();
        days.dedup();
        let newest = dated().filter_map(|(_, dated)| dated.when.and_then(bounds)).map(|(first, _)| first).max();
        let own = own_period(dossier, source, read, &told);
        Periods {
            told,
            days: of_days,
            time: TextTime { published, written: published.or(newest), own, looks_back: looks_back(published, &days), days },
        }
    }

    /// The period of a figure: the day that stands right before it, else the one that its passage names.
    pub fn stated(&self, text: &str, passage: Span, figure: &Figure, of_measure: &[Span]) -> Option<Period> {
        self.as_of(text, passage, figure).or_else(|| self.named(text, passage, figure, of_measure))
    }

    /// The day right before a figure: `a balance on the 1st of October, 1861, of $4,292,776`.
    fn as_of(&self, text: &str, passage: Span, figure: &Figure) -> Option<Period> {
        let day = self.days[..self.days.partition_point(|(span, _)| span.end() <= figure.span.start())].last()?;
        let between = text.get(day.0.end()..figure.span.start()).filter(|_| day.0.start() >= passage.start())?;
        // `the balance on July 1, 1863, were $9` is told of another subject.
        let is_link = |word: &str| {
            matches!(word, "of" | "at" | "a")
                || matches!(word, "was" | "were" | "is" | "stood" | "amounted" | "to") && !between.contains(',')
        };
        let is_near = between.len() <= AS_OF && between.split(|c: char| !c.is_alphanumeric()).all(|word| word.is_empty() || is_link(word));
        is_near.then_some(day.1)
    }

    /// The period of a figure, where its passage names one.
    fn named(&self, text: &str, passage: Span, figure: &Figure, of_measure: &[Span]) -> Option<Period> {
        let first = self.told.partition_point(|told| told.span.start() < passage.start());
        let inside = &self.told[first..];
        let inside = &inside[..inside.partition_point(|told| told.span.end() <= passage.end())];
        // `$17 million and $20 million for the quarters ended … 2023 and 2024, respectively`
        if inside.len() > 1 && passage.of(text).contains("respectively") && inside.len() == of_measure.len() {
            let at = of_measure.iter().position(|span| *span == figure.span)?;
            return Some(inside[at].period);
        }
        // Those around the figure: a sentence without an end may hold thousands.
        let at = inside.partition_point(|told| told.span.end() <= figure.span.start());
        let inside = &inside[at.saturating_sub(AROUND)..(at + AROUND).min(inside.len())];
        let gap = |told: &Told| {
            if told.span.end() <= figure.span.start() {
                figure.span.start() - told.span.end()
            } else {
                told.span.start().saturating_sub(figure.span.end())
            }
        };
        let between = |told: &Told| {
            if told.span.start() >= figure.span.end() {
                Span::new(figure.span.end(), told.span.start())
            } else {
                Span::new(told.span.end().min(figure.span.start()), figure.span.start())
            }
        };
        // A period behind another figure of its kind is that one's.
        let parted = |told: &Told| of_measure.iter().filter(|other| between(told).covers(**other)).count();
        let parts_clauses = |text: &str| {
            text.contains([',', ';', ':', '(', '—'])
                || [" and ", " but ", " while ", " after ", " when "].iter().any(|word| text.contains(word))
        };
        let of_clause = |told: &&Told| told.firm || !parts_clauses(between(told).of(text));
        inside.iter().filter(of_clause).min_by_key(|told| gap(told) + 200 * parted(told)).map(|told| told.period)
    }
}

/// The period that a date tells. A date of comparison tells none.
fn of_mention(text: &str, mention: &DateMention, when: When) -> Option<Told> {
    let from = character_border(text, mention.span.start().saturating_sub(ENDS));
    let before = text[from..mention.span.start()].to_lowercase();
    let words = before.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !matches!(*word, "the" | "a" | "that"));
    let words: Vec<&str> = words.collect();
    let own = mention.span.of(text).to_lowercase();
    let compares = matches!(words.last(), Some(&("from" | "over" | "than" | "versus" | "against" | "vs")))
        || words.ends_with(&["compared", "with"])
        || words.ends_with(&["compared", "to"])
        || own.contains("earlier")
        || own.contains(" ago");
    if compares {
        return None;
    }
    let of_quarter = matches!(when, When::One(stretch) if matches!(stretch.unit(), Unit::Quarter | Unit::Half));
    let is_exact = matches!(when, When::Range(from, _) if from.unit() == Unit::Day);
    // A year that is told by its last day.
    let ends = matches!(when, When::One(stretch) if stretch.unit() == Unit::Year) && own.contains(char::is_alphabetic);
    let firm = of_quarter || is_exact || ends || own.contains("fiscal") || words.last() == Some(&"fiscal");
    Period::of(when).map(|period| Told { span: mention.span, period, firm })
}

/// The quarter, half or year of which a text says in its title or first sentences that it reports.
fn own_period(dossier: &Dossier, source: SourceId, read: &Source, told: &[Told]) -> Option<Period> {
    let passages = dossier.passages_of(source);
    let last = (passages.start + HEAD).min(passages.end).checked_sub(1)?;
    let (_, _, end) = dossier.passage(crate::text::PassageId(last))?;
    let in_head = told.iter().take_while(|told| told.span.end() <= end.span.end());
    let title_end = read.blocks.iter().find(|block| block.kind == BlockKind::Title).map_or(0, |block| block.span.end());
    let found: Vec<&Told> = in_head.collect();
    let is_report = |told: &&&Told| (80..=100).contains(&told.period.days()) || (170..=190).contains(&told.period.days());
    let of_title = found.iter().find(|told| told.span.end() <= title_end && told.period.days() <= 400);
    found.iter().find(is_report).or(of_title).map(|told| told.period)
}

/// Whether two quantities are told of two times: of two periods, or by texts that lie far apart and tell of other days.
pub fn are_of_two_times(one: (Option<Period>, &TextTime), other: (Option<Period>, &TextTime)) -> bool {
    if let (Some(one), Some(other)) = (one.0, other.0) {
        return !one.is_like(other);
    }
    let period = |(stated, time): (Option<Period>, &TextTime)| stated.or(time.own);
    match (period(one), period(other)) {
        (Some(one), Some(other)) => !one.meets(other),
        _ => are_far_apart(one.1, other.1),
    }
}

/// Whether two quantities are told of one period.
pub fn are_of_one_period(one: (Option<Period>, &TextTime), other: (Option<Period>, &TextTime)) -> bool {
    let period = |(stated, time): (Option<Period>, &TextTime)| stated.or(time.own);
    period(one).zip(period(other)).is_some_and(|(one, other)| one.is_like(other))
}

/// Whether two days lie so far apart that two texts written then are of two times.
pub(super) fn are_months_apart(one: Date, other: Date) -> bool {
    one.until(other).is_ok_and(|span| span.get_days().abs() > FAR)
}

/// Whether two texts were written at two times and tell of other days.
fn are_far_apart(one: &TextTime, other: &TextTime) -> bool {
    let (Some(from), Some(to)) = (one.published, other.published) else { return false };
    let fewest = one.days.len().min(other.days.len());
    let shared = one.days.iter().filter(|day| other.days.binary_search(day).is_ok()).count();
    if one.looks_back && (to <= from || other.looks_back) || other.looks_back && from <= to {
        return are_months_apart(from, to) && shared == 0;
    }
    are_months_apart(from, to) && (shared < FEWEST_DAYS || (shared as f32) < ONE_MATTER * fewest as f32)
}
