//! Files of every format, good, odd and broken, as the program reads them: what is seen stands in the text once, and a
//! file that can't be read costs itself alone and says why.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossread"));
    command.current_dir(folder).args(arguments).env("XDG_CONFIG_HOME", folder.join("none")).env("XDG_DATA_HOME", folder.join("none"));
    command.stdin(Stdio::null()).output().expect("the program starts")
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    folder
}

/// Kind and words of each block of a file.
fn blocks(name: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let dossier = folder(&[(name, bytes)]);
    let output = run(dossier.path(), &["passages", name, "--all", "--format", "jsonl"]);
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let row = |line: &str| {
        let row: Value = serde_json::from_str(line).expect("a row");
        (row["block"].as_str().expect("a kind").to_owned(), row["text"].as_str().expect("words").to_owned())
    };
    text.lines().map(row).collect()
}

fn listed(name: &str, bytes: &[u8]) -> Vec<Value> {
    let dossier = folder(&[(name, bytes)]);
    let output = run(dossier.path(), &["list", name, "--format", "jsonl"]);
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

fn words(name: &str, bytes: &[u8]) -> String {
    let dossier = folder(&[(name, bytes)]);
    String::from_utf8(run(dossier.path(), &["text", name]).stdout).expect("UTF-8")
}

fn packed(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in entries {
        let method = if *name == "mimetype" { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("an entry");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.finish().expect("an archive").into_inner()
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The bridge is closed - Kelso Herald</title>
<meta property="og:site_name" content="Kelso Herald"><link rel="canonical" href="https://kelso.example/bridge">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"The bridge is closed","author":[{"@type":"Person","name":"Ada Reed"},{"@type":"Person","name":"Bo Carr"}],"datePublished":"2024-03-05T10:00:00Z"}]}</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>The bridge is closed</h1>
<p>The old bridge over the Tarn was closed on Tuesday after <a href="https://example.org/economy/sanctions">an inspection</a> had found cracks in two of its piers, the council said.</p>
<p>Engineers expect that the work will take <b>six months</b>. Until then buses go by the northern road, which takes a quarter of an hour longer.</p>
<ol><li>Close the road.</li><li>Mend the piers.</li></ol>
<table><tr><th>Pier</th><th>Cracks</th></tr><tr><td>East</td><td>12</td></tr><tr><td>West</td><td>7</td></tr></table>
<blockquote><p>Nobody was in danger at any time, and nobody will be.</p></blockquote>
<p>The council will meet again on Friday to decide who pays for the works, which are estimated at three million crowns.</p></article>
<footer><p>All rights reserved</p></footer><script>var hidden = "unseen";</script></body></html>"#;

#[test]
fn a_page_is_its_article_with_what_it_says_about_itself() {
    let found = blocks("page.html", PAGE.as_bytes());
    let has = |kind: &str, text: &str| found.iter().any(|(known, words)| known == kind && words == text);
    assert_eq!(found[0], ("title".to_owned(), "The bridge is closed".to_owned()));
    for (kind, text) in [
        ("paragraph", "Engineers expect that the work will take six months."),
        ("list-item", "Mend the piers."),
        ("table", "Pier\tCracks"),
        ("table", "West\t7"),
        ("quote", "Nobody was in danger at any time, and nobody will be."),
    ] {
        assert!(has(kind, text), "{kind} {text:?} is not in {found:#?}");
    }
    let all = words("page.html", PAGE.as_bytes());
    assert!(!all.contains("Sport") && !all.contains("unseen") && !all.contains("sanctions"), "{all}");
    assert_eq!(all.matches("The bridge is closed").count(), 1);
    let row = &listed("page.html", PAGE.as_bytes())[0];
    for (field, value) in [
        ("title", "The bridge is closed"),
        ("author", "Ada Reed, Bo Carr"),
        ("date", "2024-03-05"),
        ("publisher", "Kelso Herald"),
        ("title_from", "metadata"),
    ] {
        assert_eq!(row[field], value, "{row}");
    }
}

#[test]
fn a_page_in_another_encoding_or_under_another_ending_is_read() {
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode("<html><head><meta charset='windows-1251'><title>Мост закрыт</title></head><body><p>Старый мост через реку закрыт на полгода, сообщил городской совет во вторник утром.</p></body></html>");
    assert!(words("page.txt", &bytes).contains("Старый мост"));
}

#[test]
fn items_of_a_feed_are_sources_with_names_that_last() {
    let feed = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Kelso Herald</title><link>https://kelso.example</link>
<item><title>Bridge closed</title><link>https://kelso.example/a</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><description>&lt;p&gt;The &lt;b&gt;old&lt;/b&gt; bridge is closed.&lt;/p&gt;</description></item>
<item><title>Market opens</title><description>The market opened.</description></item></channel></rss>"#;
    let rows = listed("news.xml", feed.as_bytes());
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&rows[0]["source"], &rows[0]["publisher"], &rows[0]["date"]),
        (&"news.xml#bridge-closed".into(), &"Kelso Herald".into(), &"2024-03-05".into())
    );
    assert!(words("news.xml", feed.as_bytes()).contains("The old bridge is closed."));
    let without_version = feed.replace(" version=\"2.0\"", "");
    assert_eq!(listed("news.rss", without_version.as_bytes()).len(), 2);
    let utf16: Vec<u8> = [0xfe, 0xff].into_iter().chain(feed.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    assert_eq!(listed("news.rss", &utf16).len(), 2);
    // Other XML is no source of a folder.
    let dossier = folder(&[("a.txt", b"One sentence. Two sentences."), ("pom.xml", b"<project/>"), ("x.json", b"{}")]);
    let output = run(dossier.path(), &["list", ".", "--format", "jsonl"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
}

fn book() -> Vec<u8> {
    packed(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", r#"<container><rootfiles><rootfile full-path="O/b.opf"/></rootfiles></container>"#),
        (
            "O/b.opf",
            r#"<package xmlns:dc="d"><metadata><dc:title>A Book</dc:title><dc:creator>Ada Reed</dc:creator><dc:date>2019</dc:date><dc:language>en</dc:language></metadata>
<manifest><item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/><item id="a" href="t/a.xhtml" media-type="application/xhtml+xml"/><item id="b" href="t/b.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="a"/><itemref idref="b"/></spine></package>"#,
        ),
        (
            "O/nav.xhtml",
            r#"<html xmlns:epub="e"><body><nav epub:type="toc"><ol><li><a href="t/a.xhtml">The First</a></li><li><a href="t/b.xhtml">The Second</a></li></ol></nav></body></html>"#,
        ),
        ("O/t/a.xhtml", "<html><body><h1>The First</h1><p>It began in the spring.</p></body></html>"),
        ("O/t/b.xhtml", "<html><body><p>It ended in the autumn.</p></body></html>"),
    ])
}

#[test]
fn a_book_is_one_source_with_its_chapters_in_order() {
    let found: Vec<String> = blocks("book.epub", &book()).into_iter().map(|(kind, words)| format!("{kind}: {words}")).collect();
    assert_eq!(
        found,
        [
            "title: A Book",
            "heading: The First",
            "paragraph: It began in the spring.",
            "heading: The Second",
            "paragraph: It ended in the autumn."
        ]
    );
    let row = &listed("book.epub", &book())[0];
    assert_eq!((&row["title"], &row["author"], &row["date"]), (&"A Book".into(), &"Ada Reed".into(), &"2019".into()));
}

#[test]
fn a_word_processors_document_is_read_with_its_structure() {
    let document = r#"<w:document xmlns:w="w"><w:body><w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Findings</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Two </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>piers</w:t></w:r><w:r><w:t xml:space="preserve"> have cracks.</w:t></w:r><w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Pier</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Cracks</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>East</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>12</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"#;
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style></w:styles>"#;
    let bytes = packed(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", document), ("word/styles.xml", styles)]);
    let found: Vec<String> = blocks("report.docx", &bytes).into_iter().map(|(kind, words)| format!("{kind}: {words}")).collect();
    assert_eq!(found, ["heading: Findings", "paragraph: Two piers have cracks.", "table: Pier\tCracks", "table: East\t12"]);
}

#[test]
fn messages_of_a_mailbox_are_sources() {
    let message = |subject: &str| {
        format!(
            "From someone@kelso.example Tue Mar  5 10:00:00 2024\nFrom: Ada Reed <ada@kelso.example>\nTo: all@kelso.example\nSubject: {subject}\nDate: Tue, 5 Mar 2024 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\nThe bridge is closed.\n\n> Is it open?\n\n-- \nAda\n\n"
        )
    };
    let mailbox = message("Bridge") + &message("Again");
    let rows = listed("all.mbox", mailbox.as_bytes());
    assert_eq!(rows.len(), 2);
    assert_eq!((&rows[0]["title"], &rows[0]["author"], &rows[0]["date"]), (&"Bridge".into(), &"Ada Reed".into(), &"2024-03-05".into()));
    let found = blocks("one.eml", message("Bridge").split_once('\n').expect("a line").1.as_bytes());
    let kinds: Vec<&str> = found.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["title", "paragraph", "quote", "outside"]);
}

#[test]
fn a_pdf_is_lines_made_whole_again() {
    let content = "BT /F 20 Tf 72 720 Td (The bridge is closed) Tj ET BT /F 10 Tf 72 690 Td (The old bridge was closed after an inspec-) Tj 0 -12 Td (tion had found cracks in two of its piers.) Tj ET";
    let found = blocks("report.pdf", &pdf(content));
    assert_eq!(found[0], ("title".to_owned(), "The bridge is closed".to_owned()));
    assert_eq!(found[1].1, "The old bridge was closed after an inspection had found cracks in two of its piers.");
    let scan = run(folder(&[("scan.pdf", &pdf(""))]).path(), &["list", "scan.pdf"]);
    assert_ne!(scan.status.code(), Some(0));
}

/// A PDF of one page with this content.
fn pdf(content: &str) -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|place| file.push_str(&format!("{place:010} 00000 n \n")));
    file.push_str(&format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF", objects.len() + 1));
    file.into_bytes()
}

#[test]
fn subtitles_keep_who_speaks() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>The bridge\n\n00:02.000 --> 00:03.000\n<v Ada>is closed.\n";
    assert_eq!(words("talk.vtt", text.as_bytes()), "Ada: The bridge is closed.");
}

#[test]
fn what_gzip_packed_is_read_as_what_it_is() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(PAGE.as_bytes()).expect("packed");
    assert!(words("page.html.gz", &packer.finish().expect("packed")).contains("six months"));
}

#[test]
fn broken_files_cost_themselves_alone_and_say_why() {
    let mut book = book();
    book.truncate(book.len() / 2);
    let mut bomb = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    bomb.start_file("word/document.xml", SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated))
        .expect("an entry");
    let zeros = vec![b' '; 1 << 20];
    (0..300).for_each(|_| bomb.write_all(&zeros).expect("written"));
    let bomb = bomb.finish().expect("an archive").into_inner();
    let deep = "<div>".repeat(100_000) + "words at the bottom";
    let laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><rss version=\"2.0\"><channel><title>&b;</title><item><title>t</title></item></channel></rss>";
    let dossier = folder(&[
        ("a-good.txt", b"One sentence stands here. Two sentences."),
        ("b-cut.epub", &book),
        ("c-bomb.docx", &bomb),
        ("d-deep.html", deep.as_bytes()),
        ("e-no.pdf", b"%PDF-1.7\nnothing else"),
        ("f-laughs.rss", laughs.as_bytes()),
        ("g-empty.html", b""),
        ("h-cut.gz.txt", &[0x1f, 0x8b, 8, 0]),
    ]);
    let began = Instant::now();
    let output = run(dossier.path(), &["list", ".", "--format", "jsonl"]);
    assert!(began.elapsed() < Duration::from_secs(40), "{:?}", began.elapsed());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 8, "each is listed: {told}");
    for name in ["b-cut.epub", "c-bomb.docx", "e-no.pdf", "h-cut.gz.txt"] {
        assert!(told.contains(name), "{name} is not named: {told}");
    }
    assert!(!told.contains("panicked"), "{told}");
    assert!(words("d.html", deep.as_bytes()).contains("words at the bottom"));
}

#[test]
fn front_matter_that_people_have_loses_nothing() {
    for (text, field, value) in [
        ("---\ntitle: The bridge: closed\nauthor: Ada Reed\n---\nWords.", "title", "The bridge: closed"),
        ("---\ntitle: The bridge: closed\nauthor: Ada Reed\n---\nWords.", "author", "Ada Reed"),
        ("---\ntitle:Pier\n---\nWords.", "title", "Pier"),
        ("\n---\ntitle: Pier\n---\nWords.", "title", "Pier"),
        ("title: Pier\ndate: 2024-03-05\n---\nWords.", "title", "Pier"),
        ("---\ntitle: Pier\ntitle: Other\n---\nWords.", "title", "Pier"),
        ("---\ntitle: Pier\nauthor: \"[[Ann Bright]]\"\n---\nWords.", "author", "Ann Bright"),
        ("---\ntitle: Pier\nauthor: Bright, Ann; Carr, Bo\n---\nWords.", "author", "Ann Bright, Bo Carr"),
        ("---\ntitle: Pier\nauthors:\n  - Ann Bright\n  - Bo Carr\n---\nWords.", "author", "Ann Bright, Bo Carr"),
        ("---\ntitle: Kent&#39;s\n---\nWords.", "title", "Kent's"),
    ] {
        let rows = listed("a.md", text.as_bytes());
        assert_eq!(rows[0][field], value, "{text}");
        assert!(words("a.md", text.as_bytes()).contains("Words."), "{text}");
    }
    // Rules at the head of a page are no fence.
    assert!(words("a.md", b"---\n\nA first part.\n\n---\n\nA second part.\n").contains("A first part."));
    assert!(listed("a.md", b"---\ntitle: Pier\ndate: {{date}}\n---\nWords.")[0]["date"].is_null());
}

#[test]
fn a_phrase_with_marks_in_it_is_found_and_no_address_is() {
    let dossier = folder(&[("a.md", b"The **old** bridge is [closed](https://example.org/economy/sanctions/2021-03-04).\n")]);
    assert_eq!(run(dossier.path(), &["search", "old bridge is closed", "."]).status.code(), Some(0));
    assert_eq!(run(dossier.path(), &["search", "sanctions", "."]).status.code(), Some(1));
    let dates = run(dossier.path(), &["timeline", ".", "--format", "jsonl"]);
    assert!(!String::from_utf8_lossy(&dates.stdout).contains("2021"));
}

#[test]
fn import_writes_markdown_once_and_over_nothing() {
    let dossier = folder(&[("page.html", PAGE.as_bytes()), ("book.epub", &book())]);
    let import = || run(dossier.path(), &["import", "page.html", "book.epub", "--into", "out"]);
    let names = |output: &Output| String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>();
    let mut first = names(&import());
    first.sort();
    assert_eq!(first, ["out/2019-a-book.md", "out/2024-03-05-the-bridge-is-closed.md"]);
    assert!(names(&import()).is_empty(), "the second time all is there");
    let path = dossier.path().join(&first[1]);
    let written = fs::read_to_string(&path).expect("the file");
    assert!(written.starts_with("---\ntitle: \"The bridge is closed\"\nauthor: \"Ada Reed, Bo Carr\"\n"), "{written}");
    assert!(written.contains("[an inspection](<https://example.org/economy/sanctions>)") && written.contains("| East | 12 |"), "{written}");
    fs::write(&path, "mine").expect("written");
    assert_eq!(names(&import()), ["out/2024-03-05-the-bridge-is-closed-2.md"]);
    assert_eq!(fs::read_to_string(&path).expect("the file"), "mine");
}
