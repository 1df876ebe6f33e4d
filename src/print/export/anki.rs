//! Highlights and notes as the text that Anki imports: tab-separated, with the headers that name columns, tags and deck.
//! <https://docs.ankiweb.net/importing/text-files.html>

use super::Exported;
use super::Placed;
use crate::notes::annotation::Motivation;
use crate::text::words::one_line;

pub(super) fn anki(from: &Exported, placed: &[Placed]) -> String {
    let mut text =
        String::from("#separator:tab\n#html:true\n#notetype:Basic\n#deck:crossread\n#columns:Front\tBack\tTags\n#tags column:3\n");
    for one in placed.iter().filter(|one| matches!(one.annotation.motivation, Motivation::Highlighting | Motivation::Commenting)) {
        let quote = escaped(&one_line(one.quote()));
        let (source_name, place) = match one.source {
            Some((id, _)) => (from.dossier.label_and_title(id), one.address()),
            None => (one.annotation.source.clone(), one.address()),
        };
        let mut back = format!("{}<br><i>{}</i>", escaped(&source_name), escaped(&place));
        if !one.annotation.note.is_empty() {
            let lines: Vec<String> = one.annotation.note.lines().map(escaped).collect();
            back.push_str(&format!("<br><br>{}", lines.join("<br>")));
        }
        let mut asked = "Which source says this?";
        if let (Some(answers), Some((id, _)), Some(span)) = (from.answers, one.source, one.span) {
            for number in answers.differing_around(id, span) {
                let Some(row) = answers.disagreements.get(number) else { continue };
                asked = "Which source says this, and what do the others say?";
                back.push_str(&format!("<br><br>{}", escaped(&row.topic)));
                for side in &row.sides {
                    let Some(source) = from.dossier.source(side.source) else { continue };
                    back.push_str(&format!(
                        "<br>{}: {}",
                        escaped(from.dossier.label(side.source)),
                        escaped(&one_line(side.value.of(&source.text)))
                    ));
                }
            }
        }
        let tags: Vec<String> = one.annotation.tags.iter().map(|tag| tag.replace(char::is_whitespace, "-")).collect();
        text.push_str(&format!("“{quote}”<br><br>{asked}\t{back}\t{}\n", escaped(&tags.join(" "))));
    }
    text
}

/// Text for a field of HTML in a line of tab-separated values: nothing in it parts a field or a record.
fn escaped(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
