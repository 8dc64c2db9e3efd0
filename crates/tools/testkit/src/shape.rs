use std::collections::{BTreeMap, BTreeSet};

use rapport_model::Moment;
use serde_json::Value;

/// The keys and types of some answers in JSON: each path with the types that were seen there, one on a line, such as
/// `[].asked_at: moment` or `.wait_days: null or number`.
pub fn shape(answers: &[Value]) -> String {
    let mut places = BTreeMap::new();
    for answer in answers {
        note("", answer, &mut places);
    }
    let line = |(place, types): (String, BTreeSet<&str>)| {
        format!("{place}: {}\n", types.into_iter().collect::<Vec<_>>().join(" or "))
    };
    places.into_iter().map(line).collect()
}

fn note(place: &str, value: &Value, places: &mut BTreeMap<String, BTreeSet<&'static str>>) {
    places.entry(place.to_owned()).or_default().insert(type_of(value));
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                note(&format!("{place}.{name}"), value, places);
            }
        }
        Value::Array(values) => {
            for value in values {
                note(&format!("{place}[]"), value, places);
            }
        }
        _ => {}
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(text) if text.parse::<Moment>().is_ok() => "moment",
        Value::String(text) if is_id(text) => "id",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// Whether a text is a UUID in its usual form.
fn is_id(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_every_type_that_was_seen_there() {
        let answers =
            [r#"{"a": 1, "b": ["x", null]}"#, r#"{"a": 1.5, "at": "2026-03-01T10:00:00Z", "b": []}"#];
        let answers = answers.map(|text| serde_json::from_str(text).expect("this is JSON"));
        let expected = ": object\n.a: integer or number\n.at: moment\n.b: list\n.b[]: null or text\n";
        assert_eq!(shape(&answers), expected);
    }
}
