//! British spellings brought to the American ones, so that both match.
//!
//! Rules for the regular endings, with the words that only look like them, and lists for the rest. Made for
//! comparing words, never for showing them.

use std::borrow::Cow;

/// `word`, lower case, in American spelling.
pub fn american(word: &str) -> Cow<'_, str> {
    if word.len() < 4 || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    if let Some(changed) = by_list(word).or_else(|| by_ending(word)) {
        return Cow::Owned(changed);
    }
    Cow::Borrowed(word)
}

/// All spellings of `word`, lower case, that [`american`] takes for one, the word itself first.
pub fn spellings(word: &str) -> Vec<String> {
    let plain = american(word).into_owned();
    let by_beginning = BEGINNINGS.iter().filter_map(|(british, american)| Some(format!("{british}{}", plain.strip_prefix(american)?)));
    let by_ending = ENDINGS.iter().filter_map(|(british, american)| Some(format!("{}{british}", plain.strip_suffix(american)?)));
    let mut found = vec![word.to_owned()];
    for other in by_beginning.chain(by_ending).chain([plain.clone()]) {
        if american(&other) == plain && !found.contains(&other) {
            found.push(other);
        }
    }
    found
}

fn by_list(word: &str) -> Option<String> {
    let letter = &word[..1];
    let first = BEGINNINGS.partition_point(|(british, _)| &british[..1] < letter);
    let same_letter = BEGINNINGS[first..].iter().take_while(|(british, _)| british.starts_with(letter));
    let (british, american) = same_letter.into_iter().find(|(british, _)| word.starts_with(british))?;
    Some(format!("{american}{}", &word[british.len()..]))
}

fn by_ending(word: &str) -> Option<String> {
    for (british, american) in ENDINGS {
        if let Some(stem) = word.strip_suffix(british)
            && stem.len() >= 3
            && !KEPT.iter().any(|kept| word.starts_with(kept))
        {
            return Some(format!("{stem}{american}"));
        }
    }
    None
}

/// Regular endings.
const ENDINGS: &[(&str, &str)] = &[
    ("isation", "ization"),
    ("isations", "izations"),
    ("isational", "izational"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("ising", "izing"),
    ("yse", "yze"),
    ("ysed", "yzed"),
    ("yses", "yzes"),
    ("ysing", "yzing"),
];

/// Beginnings of words that end in -ise, -iser or -yses in every spelling.
const KEPT: &[&str] = &[
    "advertis",
    "advis",
    "appris",
    "arise",
    "arising",
    "bruise",
    "chastis",
    "circumcis",
    "compris",
    "compromis",
    "concise",
    "cruise",
    "cruising",
    "demise",
    "despis",
    "devis",
    "disguis",
    "enterpris",
    "excis",
    "exercis",
    "expertise",
    "franchis",
    "guise",
    "improvis",
    "incis",
    "liais",
    "likewise",
    "malaise",
    "merchandis",
    "noise",
    "otherwise",
    "paradise",
    "poise",
    "prais",
    "apprais",
    "precise",
    "premis",
    "promis",
    "rais",
    "reprise",
    "revis",
    "rise",
    "rising",
    "sunrise",
    "supervis",
    "surmis",
    "surpris",
    "televis",
    "treatise",
    "upris",
    "wise",
    "clockwise",
    "bases",
    "analyses",
    "paralyses",
    "crises",
    "disenfranchis",
    "enfranchis",
    "moonrise",
    "turquoise",
    "tortoise",
    "porpoise",
    "anise",
    "tuis",
];

/// Beginnings of words, British and American, sorted.
const BEGINNINGS: &[(&str, &str)] = &[
    ("acknowledgement", "acknowledgment"),
    ("aeroplane", "airplane"),
    ("ageing", "aging"),
    ("aluminium", "aluminum"),
    ("anaesthe", "anesthe"),
    ("analogue", "analog"),
    ("armour", "armor"),
    ("artefact", "artifact"),
    ("behaviour", "behavior"),
    ("calibre", "caliber"),
    ("cancell", "cancel"),
    ("candour", "candor"),
    ("catalogue", "catalog"),
    ("centimetre", "centimeter"),
    ("centre", "center"),
    ("centring", "centering"),
    ("channell", "channel"),
    ("clamour", "clamor"),
    ("colour", "color"),
    ("counsell", "counsel"),
    ("defence", "defense"),
    ("demeanour", "demeanor"),
    ("discolour", "discolor"),
    ("dishonour", "dishonor"),
    ("encyclopaed", "encycloped"),
    ("endeavour", "endeavor"),
    ("enrolment", "enrollment"),
    ("epicentre", "epicenter"),
    ("favour", "favor"),
    ("fervour", "fervor"),
    ("fibre", "fiber"),
    ("flavour", "flavor"),
    ("foetal", "fetal"),
    ("foetus", "fetus"),
    ("fuell", "fuel"),
    ("fulfils", "fulfills"),
    ("gaol", "jail"),
    ("grey", "gray"),
    ("haemo", "hemo"),
    ("harbour", "harbor"),
    ("honour", "honor"),
    ("humour", "humor"),
    ("instalment", "installment"),
    ("jewell", "jewel"),
    ("judgement", "judgment"),
    ("kerb", "curb"),
    ("kilometre", "kilometer"),
    ("labell", "label"),
    ("labour", "labor"),
    ("leukaemia", "leukemia"),
    ("levell", "level"),
    ("licence", "license"),
    ("litre", "liter"),
    ("lustre", "luster"),
    ("manoeuvr", "maneuver"),
    ("marvell", "marvel"),
    ("meagre", "meager"),
    ("metre", "meter"),
    ("millimetre", "millimeter"),
    ("misbehaviour", "misbehavior"),
    ("modell", "model"),
    ("mould", "mold"),
    ("moustache", "mustache"),
    ("neighbour", "neighbor"),
    ("odour", "odor"),
    ("oestr", "estr"),
    ("offence", "offense"),
    ("orthopaed", "orthoped"),
    ("paediatric", "pediatric"),
    ("parlour", "parlor"),
    ("plough", "plow"),
    ("pretence", "pretense"),
    ("programme", "program"),
    ("pyjama", "pajama"),
    ("quarrell", "quarrel"),
    ("rigour", "rigor"),
    ("rumour", "rumor"),
    ("sabre", "saber"),
    ("saviour", "savior"),
    ("savour", "savor"),
    ("sceptic", "skeptic"),
    ("signall", "signal"),
    ("skilful", "skillful"),
    ("smoulder", "smolder"),
    ("sombre", "somber"),
    ("spectre", "specter"),
    ("splendour", "splendor"),
    ("storeys", "stories"),
    ("sulphur", "sulfur"),
    ("theatre", "theater"),
    ("tonnes", "tons"),
    ("travell", "travel"),
    ("tumour", "tumor"),
    ("tunnell", "tunnel"),
    ("valour", "valor"),
    ("vapour", "vapor"),
    ("vigour", "vigor"),
    ("wilful", "willful"),
    ("woollen", "woolen"),
];

#[cfg(test)]
mod tests {
    use super::american;

    #[test]
    fn beginnings_are_sorted_for_the_search() {
        assert!(super::BEGINNINGS.is_sorted());
    }

    #[test]
    fn both_spellings_meet() {
        for (british, expected) in [
            ("recognised", "recognized"),
            ("organisations", "organizations"),
            ("labour", "labor"),
            ("neighbouring", "neighboring"),
            ("defence", "defense"),
            ("stabilising", "stabilizing"),
            ("analysed", "analyzed"),
            ("theatres", "theaters"),
        ] {
            assert_eq!(american(british), expected);
        }
    }

    #[test]
    fn words_that_only_look_british_stay() {
        for word in ["promised", "raise", "exercise", "precise", "rise", "supervisors", "advertising", "surprised", "analyses"] {
            assert_eq!(american(word), word);
        }
    }
}
