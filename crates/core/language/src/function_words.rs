//! English function words by category, for language style matching.

use crate::words::Words;

/// The nine categories in a fixed order: their name and their words. After Ireland and Pennebaker 2010.
#[rustfmt::skip]
pub const FUNCTION_WORDS: [(&str, &str); 9] = [
    ("articles", "a an the"),
    ("prepositions", "about above across after against along among around at before behind below beside besides between beyond by down during for from in inside into near of off on onto out outside over past per since through to toward towards under until up upon with within without"),
    ("pronouns of persons", "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself they them their theirs themselves i'm i've i'll i'd we're we've we'll we'd you're you've you'll you'd he's he'll he'd she's she'll she'd they're they've they'll they'd"),
    ("other pronouns", "it its itself it's it'll this that these those that's which what who whom whose what's who's anything anybody anyone something somebody someone everything everybody everyone nothing nobody other others another"),
    ("auxiliary verbs", "am is are was were be been being have has had having do does did doing will would shall should can could may might must ought"),
    ("conjunctions", "and but or so because although though while whereas whether unless if as when whenever nor yet plus then"),
    ("negations", "no not never none neither cannot can't don't doesn't didn't won't wouldn't shouldn't couldn't isn't aren't wasn't weren't haven't hasn't hadn't nope nowhere"),
    ("quantifiers", "all any both each every few fewer less little lot lots many more most much several some enough bunch half whole plenty couple"),
    ("common adverbs", "again almost already also always even ever here however just maybe now often only perhaps probably quite really soon still there too usually very well actually completely especially"),
];

/// How many words of each category one writer or speaker used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StyleCounts {
    /// How many words the text has.
    pub words: u32,
    /// How many words of each category it has, in the order of [`FUNCTION_WORDS`].
    pub categories: [u32; 9],
}

/// Counts the function words of an English text.
pub fn style_counts(text: &str) -> StyleCounts {
    let mut counts = StyleCounts::default();
    let mut words = Words::default();
    crate::sentences::each(text, |start, end| {
        words.read(&text[start..end]);
        for word in words.each() {
            counts.words += 1;
            for (count, (_, list)) in counts.categories.iter_mut().zip(&FUNCTION_WORDS) {
                *count += u32::from(list.split(' ').any(|known| known == word));
            }
        }
    });
    counts
}
