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

fn by_list(word: &str) -> Option<String> {
    let (british, american) = BEGINNINGS.iter().find(|(british, _)| word.starts_with(british))?;
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
    "advertis", "advis", "appris", "arise", "arising", "bruise", "chastis", "circumcis", "compris", "compromis", "concise", "cruise", "cruising",
    "demise", "despis", "devis", "disguis", "enterpris", "excis", "exercis", "expertise", "franchis", "guise", "improvis", "incis", "liais",
    "likewise", "malaise", "merchandis", "noise", "otherwise", "paradise", "poise", "prais", "apprais", "precise", "premis", "promis", "rais",
    "reprise", "revis", "rise", "rising", "sunrise", "supervis", "surmis", "surpris", "televis", "treatise", "upris", "wise", "clockwise", "bases",
    "analyses", "paralyses", "crises", "disenfranchis", "enfranchis", "moonrise", "turquoise", "tortoise", "porpoise", "anise", "tuis",
];

/// Beginnings of words, British and American.
const BEGINNINGS: &[(&str, &str)] = &[
    ("labour", "labor"), ("colour", "color"), ("honour", "honor"), ("favour", "favor"), ("neighbour", "neighbor"), ("harbour", "harbor"),
    ("behaviour", "behavior"), ("rumour", "rumor"), ("humour", "humor"), ("vapour", "vapor"), ("vigour", "vigor"), ("endeavour", "endeavor"),
    ("armour", "armor"), ("flavour", "flavor"), ("odour", "odor"), ("parlour", "parlor"), ("splendour", "splendor"), ("tumour", "tumor"),
    ("saviour", "savior"), ("savour", "savor"), ("valour", "valor"), ("candour", "candor"), ("fervour", "fervor"), ("rigour", "rigor"),
    ("demeanour", "demeanor"), ("clamour", "clamor"), ("dishonour", "dishonor"), ("discolour", "discolor"), ("misbehaviour", "misbehavior"),
    ("centre", "center"), ("centring", "centering"), ("theatre", "theater"), ("metre", "meter"), ("kilometre", "kilometer"),
    ("centimetre", "centimeter"), ("millimetre", "millimeter"), ("litre", "liter"), ("fibre", "fiber"), ("calibre", "caliber"), ("sabre", "saber"),
    ("spectre", "specter"), ("sombre", "somber"), ("meagre", "meager"), ("lustre", "luster"), ("epicentre", "epicenter"), ("manoeuvr", "maneuver"),
    ("defence", "defense"), ("offence", "offense"), ("licence", "license"), ("pretence", "pretense"), ("programme", "program"),
    ("travell", "travel"), ("cancell", "cancel"), ("labell", "label"), ("modell", "model"), ("signall", "signal"), ("fuell", "fuel"),
    ("counsell", "counsel"), ("quarrell", "quarrel"), ("channell", "channel"), ("levell", "level"), ("marvell", "marvel"), ("tunnell", "tunnel"),
    ("jewell", "jewel"), ("woollen", "woolen"), ("fulfils", "fulfills"), ("instalment", "installment"), ("enrolment", "enrollment"),
    ("skilful", "skillful"), ("wilful", "willful"), ("grey", "gray"), ("plough", "plow"), ("aluminium", "aluminum"), ("sceptic", "skeptic"),
    ("ageing", "aging"), ("judgement", "judgment"), ("acknowledgement", "acknowledgment"), ("aeroplane", "airplane"), ("artefact", "artifact"),
    ("mould", "mold"), ("smoulder", "smolder"), ("paediatric", "pediatric"), ("anaesthe", "anesthe"), ("haemo", "hemo"), ("oestr", "estr"),
    ("foetus", "fetus"), ("foetal", "fetal"), ("encyclopaed", "encycloped"), ("orthopaed", "orthoped"), ("leukaemia", "leukemia"),
    ("catalogue", "catalog"), ("analogue", "analog"), ("gaol", "jail"), ("kerb", "curb"), ("moustache", "mustache"), ("pyjama", "pajama"),
    ("sulphur", "sulfur"), ("storeys", "stories"), ("tonnes", "tons"),
];

#[cfg(test)]
mod tests {
    use super::american;

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
