use super::lines::{Hints, Line, Lines, folded};

/// Where the head of another mail ends that begins on line `at`: a marker such as `-----Original Message-----`
/// with or without labels after it, or a block of labels as Outlook writes it.
pub(super) fn end(lines: &Lines<'_>, at: usize) -> Option<usize> {
    let line = lines.get(at)?;
    let can_mark = line.hints.has(Hints::MARKED) || line.hints.has(Hints::ANNOUNCING);
    if can_mark && is_marker(line.text) {
        return Some(labels(lines, at + 1).map_or(at + 1, |block| block.end));
    }
    // A block that began above and was no head does not become one further down.
    let is_inside = at > 0 && lines.get(at - 1).is_some_and(|above| label(above).is_some());
    if !line.hints.has(Hints::LABELED) || is_inside {
        return None;
    }
    let block = labels(lines, at)?;
    (block.has_sender && block.count >= 3).then_some(block.end)
}

/// The longest header block, in lines, with all recipients.
const MAX_LINES: usize = 40;

struct Block {
    end: usize,
    count: usize,
    has_sender: bool,
}

/// Labels of the line that names the sender.
const SENDER: &[&str] = &[
    "from",
    "von",
    "de",
    "da",
    "van",
    "från",
    "fra",
    "od",
    "от",
    "от кого",
    "发件人",
    "寄件者",
    "差出人",
    "kimden",
    "lähettäjä",
    "feladó",
    "expéditeur",
    "remitente",
    "mittente",
    "afzender",
    "보낸 사람",
    "από",
    "від",
];

/// The labels of all other lines.
const OTHERS: &[&str] = &[
    "sent",
    "to",
    "cc",
    "bcc",
    "subject",
    "date",
    "reply-to",
    "importance",
    "attachments",
    "sent by",
    "gesendet",
    "an",
    "betreff",
    "datum",
    "kopie",
    "antwort an",
    "envoyé",
    "envoyé le",
    "à",
    "objet",
    "copie à",
    "pour",
    "enviado",
    "enviado el",
    "enviado em",
    "enviada em",
    "para",
    "asunto",
    "assunto",
    "fecha",
    "data",
    "inviato",
    "a",
    "oggetto",
    "verzonden",
    "aan",
    "onderwerp",
    "skickat",
    "till",
    "ämne",
    "kopia",
    "sendt",
    "til",
    "emne",
    "dato",
    "wysłano",
    "do",
    "temat",
    "dw",
    "odesláno",
    "komu",
    "předmět",
    "отправлено",
    "кому",
    "тема",
    "дата",
    "копия",
    "发送时间",
    "收件人",
    "抄送",
    "主题",
    "日期",
    "收件者",
    "主旨",
    "送信日時",
    "宛先",
    "件名",
    "日付",
    "gönderildi",
    "gönderme",
    "kime",
    "konu",
    "tarih",
    "lähetetty",
    "vastaanottaja",
    "aihe",
    "päivämäärä",
    "elküldve",
    "címzett",
    "tárgy",
    "priorité",
    "보낸 날짜",
    "받는 사람",
    "제목",
    "organization",
    "newsgroups",
    "priority",
    "sensitivity",
];

fn labels(lines: &Lines<'_>, start: usize) -> Option<Block> {
    let (mut at, first) = lines.next_filled(start)?;
    label(first)?;
    // Only blank lines may stand between a marker and its labels, and not many.
    if at > start + 2 {
        return None;
    }
    let mut block = Block { end: at, count: 0, has_sender: false };
    let mut continued = 0;
    while let Some(line) = lines.get(at).filter(|_| at < start + MAX_LINES) {
        let is_label = match label(line) {
            Some(is_sender) => {
                block.has_sender |= is_sender;
                block.count += 1;
                continued = 0;
                true
            }
            None => false,
        };
        // Recipients go on over lines. Between labels that were paragraphs stand blank lines.
        let is_continued = !is_label && line.is_filled() && continued < 5 && line.text.contains(['@', ';']);
        continued += usize::from(is_continued);
        let is_gap = !line.is_filled() && lines.get(at + 1).is_some_and(|next| label(next).is_some());
        if !(is_label || is_continued || is_gap) {
            break;
        }
        at += 1;
        block.end = at;
    }
    Some(block)
}

/// Whether the line begins with a label of a mail's head, and whether that names the sender.
fn label(line: &Line<'_>) -> Option<bool> {
    if !line.hints.has(Hints::LABELED) {
        return None;
    }
    let text = line.text.trim_start_matches(['*', '|', ' ']);
    let colon = text.find([':', '：']).filter(|&colon| colon <= 24)?;
    let name = text[..colon].trim_matches(|c: char| c == '*' || c.is_whitespace());
    if name.is_ascii() {
        let is_in = |list: &[&str]| list.iter().any(|label| label.eq_ignore_ascii_case(name));
        return if is_in(SENDER) { Some(true) } else { is_in(OTHERS).then_some(false) };
    }
    let name = folded(name);
    if SENDER.contains(&name.as_str()) {
        Some(true)
    } else {
        OTHERS.contains(&name.as_str()).then_some(false)
    }
}

/// The texts between the dashes of a marker.
const MARKERS: &[&str] = &[
    "original message",
    "original appointment",
    "original e-mail",
    "forwarded message",
    "forwarded by",
    "reply message",
    "message from",
    "ursprüngliche nachricht",
    "urspr. nachricht",
    "originalnachricht",
    "ursprüngliche mail",
    "weitergeleitete nachricht",
    "weitergeleitet von",
    "message d'origine",
    "message original",
    "message transféré",
    "message transmis",
    "message d’origine",
    "mensaje original",
    "mensaje reenviado",
    "messaggio originale",
    "messaggio inoltrato",
    "mensagem original",
    "mensagem encaminhada",
    "oorspronkelijk bericht",
    "origineel bericht",
    "doorgestuurd bericht",
    "original meddelelse",
    "oprindelig meddelelse",
    "videresendt",
    "originalmeddelande",
    "ursprungligt meddelande",
    "vidarebefordrat",
    "opprinnelig melding",
    "alkuperäinen viesti",
    "välitetty viesti",
    "původní zpráva",
    "přeposlaná zpráva",
    "oryginalna wiadomość",
    "wiadomość oryginalna",
    "wiadomość przekazana",
    "исходное сообщение",
    "пересылаемое сообщение",
    "пересланное сообщение",
    "原始邮件",
    "转发邮件",
    "转发的邮件",
    "原始郵件",
    "轉寄郵件",
    "元のメッセージ",
    "転送メッセージ",
    "orijinal ileti",
    "iletilmiş",
    "eredeti üzenet",
];

/// Lines that begin a forwarded mail without dashes.
const FORWARDED: &[&str] = &[
    "begin forwarded message",
    "anfang der weitergeleiteten",
    "début du message",
    "inicio del mensaje reenviado",
    "inizio messaggio inoltrato",
    "início da mensagem",
    "begin doorgestuurd bericht",
    "vidarebefordrat brev",
    "start på videresendt",
    "start på videresendte",
    "перенаправленное сообщение",
    "początek przekazywanej",
];

fn is_marker(text: &str) -> bool {
    if text.len() > 200 {
        return false;
    }
    let is_dashed = text.starts_with("--") || text.starts_with("==") || text.starts_with("__");
    if is_dashed {
        let words =
            text.trim_matches(|c: char| matches!(c, '-' | '=' | '_' | '>' | '<') || c.is_whitespace());
        let words = folded(words);
        return MARKERS.iter().any(|marker| words.starts_with(marker));
    }
    let is_possible = text.ends_with([':', '：']) || text.ends_with("...");
    is_possible && {
        let words = folded(text);
        FORWARDED.iter().any(|begin| words.starts_with(begin))
    }
}
