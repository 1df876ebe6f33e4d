//! What programs write into Markdown that is none: the tags of Liquid, Hugo and Docusaurus, comments and embeds of
//! Obsidian, admonitions of MkDocs, attributes of kramdown. Undone line by line, so that lines keep their numbers.

/// The text without them.
pub(super) fn undone(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut state = State::default();
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        let end = &line[bare.len()..];
        state.line(bare, &mut written);
        written.push_str(end);
    }
    written
}

#[derive(Default)]
struct State {
    /// The fence of the code that is open.
    fence: Option<String>,
    /// Inside a comment of Obsidian.
    comment: bool,
    /// Inside a tag of Liquid or Hugo that goes over lines: how it ends.
    tag: Option<&'static str>,
    /// Blanks before the lines of an admonition.
    admonition: Option<usize>,
}

/// How tags of templates begin and end.
const TAGS: &[(&str, &str)] = &[("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{{", "}}")];

impl State {
    fn line(&mut self, line: &str, written: &mut String) {
        let indent = line.len() - line.trim_start().len();
        if self.admonition.is_some_and(|before| indent < before && !line.trim().is_empty()) {
            self.admonition = None;
        }
        let line = match self.admonition {
            Some(before) => line.get(before..).unwrap_or(""),
            None => line,
        };
        let trimmed = line.trim_start();
        if let Some(fence) = &self.fence {
            if trimmed.starts_with(fence.as_str()) && trimmed.trim_end().chars().all(|c| fence.starts_with(c)) {
                self.fence = None;
            }
            return written.push_str(line);
        }
        let ticks = trimmed.chars().take_while(|c| *c == '`').count().max(trimmed.chars().take_while(|c| *c == '~').count());
        if ticks >= 3 && self.tag.is_none() && !self.comment && line.len() - trimmed.len() < 4 {
            self.fence = Some(trimmed[..ticks].to_owned());
            return written.push_str(line);
        }
        if let Some(title) = admonition(trimmed) {
            self.admonition = Some(line.len() - trimmed.len() + 4);
            if !title.is_empty() {
                written.push_str("**");
                written.push_str(title);
                written.push_str("**");
            }
            return;
        }
        if let Some(rest) = trimmed.strip_prefix(":::") {
            // The kind is a mark, the words behind it are a heading.
            let title = rest.trim_start_matches(':').trim().trim_start_matches(|c: char| c.is_alphanumeric()).trim();
            return written.push_str(title.trim_start_matches('[').trim_end_matches(']'));
        }
        self.without_tags(line, written);
    }

    fn without_tags(&mut self, line: &str, written: &mut String) {
        let mut rest = line;
        let mut in_code = false;
        while !rest.is_empty() {
            if let Some(end) = self.tag {
                match rest.find(end) {
                    Some(at) => {
                        rest = &rest[at + end.len()..];
                        self.tag = None;
                    }
                    None => return,
                }
                continue;
            }
            if self.comment {
                match rest.find("%%") {
                    Some(at) => {
                        rest = &rest[at + 2..];
                        self.comment = false;
                    }
                    None => return,
                }
                continue;
            }
            let Some(first) = rest.chars().next() else { return };
            if first == '`' {
                in_code = !in_code;
            }
            if !in_code {
                if let Some((open, end)) = TAGS.iter().find(|(open, _)| rest.starts_with(open)) {
                    // `{{` in prose that never ends is prose.
                    let closes = rest[open.len()..].contains(end);
                    if closes || *open != "{{" {
                        self.tag = Some(end);
                        rest = &rest[open.len()..];
                        continue;
                    }
                }
                if rest.starts_with("%%") {
                    self.comment = true;
                    rest = &rest[2..];
                    continue;
                }
                if let Some(inner) = rest.strip_prefix("![[")
                    && let Some(at) = inner.find("]]")
                {
                    rest = &inner[at + 2..];
                    continue;
                }
                if (rest.starts_with("{:") || rest.starts_with("{: "))
                    && let Some(at) = rest.find('}')
                {
                    rest = &rest[at + 1..];
                    continue;
                }
            }
            written.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
}

/// The title of an admonition of MkDocs: `!!! note "Title"`, `??? tip`.
fn admonition(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("!!! ").or_else(|| line.strip_prefix("??? ")).or_else(|| line.strip_prefix("???+ "))?;
    rest.starts_with(|c: char| c.is_ascii_lowercase()).then(|| rest.split('"').nth(1).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::undone;

    #[test]
    fn what_is_no_markdown_goes_and_lines_stay() {
        for (text, plain) in [
            ("a {% include x %} b", "a  b"),
            ("{{< figure src=\"x\"\n caption=\"y\" >}}\nc", "\n\nc"),
            ("see {{ site.url }}/x and {{ open", "see /x and {{ open"),
            ("one %% hidden\nstill %% two", "one \n two"),
            ("![[picture.png]] words", " words"),
            ("# Title {: .big}", "# Title "),
            ("!!! note \"Mind this\"\n    Inside.\n\nOutside.", "**Mind this**\nInside.\n\nOutside."),
            (":::tip[Good to know]\nInside.\n:::", "Good to know\nInside.\n"),
            ("```\n{% raw %}\n```\n", "```\n{% raw %}\n```\n"),
            ("`{{ x }}` stays", "`{{ x }}` stays"),
        ] {
            assert_eq!(undone(text), plain, "{text}");
        }
    }
}
