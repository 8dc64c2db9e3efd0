#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "these tests time how long a reading takes"
)]

use proptest::prelude::*;

use super::{of_html, of_plain, of_plain_by};

fn check(text: &str, expected: &str) {
    assert_eq!(of_plain(text), expected, "for:\n{text}");
}

fn check_html(html: &str, expected: &str) {
    assert_eq!(of_html(html), expected, "for:\n{html}");
}

#[test]
fn text_without_anything_else_stays_as_it_is() {
    check("Hi Ana,\n\nthe offer stands.\n  Indented.\n", "Hi Ana,\n\nthe offer stands.\n  Indented.");
    check("", "");
    check("From Monday to Friday: open\nTo be sure: call\n", "From Monday to Friday: open\nTo be sure: call");
    check("On Monday I wrote:\nthe rule is simple.", "On Monday I wrote:\nthe rule is simple.");
    check("Three points:\n- one\n- two\n", "Three points:\n- one\n- two");
}

#[test]
fn answers_between_quotes_stay() {
    check(
        "On 1 Mar 2021, Ana Lopez wrote:\n> Price?\n100 each.\n\n> When?\nMonday.\n",
        "100 each.\n\nMonday.",
    );
}

#[test]
fn attributions_of_many_languages_go_with_the_quote() {
    for attribution in [
        "On Mon, Mar 1, 2021 at 9:30 AM Ana Lopez <ana@example.org> wrote:",
        "On Mon, Mar 1, 2021 at 9:30 AM Ana Lopez\n<ana@example.org> wrote:",
        "Am 01.03.2021 um 09:30 schrieb Ana Lopez:",
        "Am Mo., 1. März 2021 um 09:30 Uhr schrieb Ana Lopez <\nana@example.org>:",
        "Le lun. 1 mars 2021 à 09:30, Ana Lopez <ana@example.org> a écrit :",
        "El lun, 1 mar 2021 a las 9:30, Ana Lopez (<ana@example.org>) escribió:",
        "Il giorno lun 1 mar 2021 alle ore 09:30 Ana Lopez <ana@example.org> ha scritto:",
        "Em seg., 1 de mar. de 2021 às 09:30, Ana Lopez <ana@example.org> escreveu:",
        "Op ma 1 mrt. 2021 om 09:30 schreef Ana Lopez <ana@example.org>:",
        "Den mån 1 mars 2021 kl 09:30 skrev Ana Lopez <ana@example.org>:",
        "W dniu 01.03.2021 o 09:30, Ana Lopez pisze:",
        "01.03.2021 09:30 пользователь \"Ana Lopez\" <\nana@example.org> написал:",
        "2021年3月1日(月) 9:30 Ana Lopez <ana@example.org>:",
        "Ana Lopez <ana@example.org> wrote:",
        "Ana Lopez wrote:",
        "2021/3/1 Ana Lopez <ana@example.org>",
    ] {
        check(&format!("Yes.\n\n{attribution}\n\n> Will you?\n"), "Yes.");
    }
}

#[test]
fn what_follows_a_certain_attribution_is_not_ours_even_without_marks() {
    check("Yes.\n\nOn Mon, Mar 1, 2021 at 9:30 AM Ana Lopez <ana@example.org> wrote:\n\nWill you?\n", "Yes.");
    check("On 1 Mar 2021 at 10:02, Ana Lopez wrote:\n| Will you?\n|\n| Ana\n\nYes.\n", "Yes.");
}

#[test]
fn a_greeting_may_stand_between_attribution_and_quote() {
    let head = "On Wed, Mar 03, 2021 at 05:42:24PM +0100, Ana Lopez wrote:";
    check(&format!("{head}\nHi Ana,\n\n> Price?\n100.\n"), "Hi Ana,\n\n100.");
    check(&format!("{head}\nYes.\n\n{head}\n> Price?\n"), "");
}

#[test]
fn heads_of_other_mails_end_the_text() {
    check("Yes.\n\n-----Original Message-----\nFrom: Ana\nSent: Monday\n\nWill you?\n", "Yes.");
    check("Ja.\n\n-----Ursprüngliche Nachricht-----\nVon: Ana\nGesendet: Montag\n\nWillst du?\n", "Ja.");
    check("FYI\n\n---------- Forwarded message ---------\nFrom: Ana <ana@example.org>\n\nNews.\n", "FYI");
    check("Voilà.\n\nDébut du message réexpédié :\n\n> De: Ana\n", "Voilà.");
    let head =
        "From: Ana Lopez <ana@example.org>\nSent: Monday, March 1, 2021 9:30 AM\nTo: Bo\nSubject: Offer\n\n";
    check(&format!("Yes.\n________________________________\n{head}Will you?\n"), "Yes.");
    check("Ja.\n\nVon: Ana\nGesendet: Montag\nAn: Bo\nBetreff: Angebot\n\nWillst du?\n", "Ja.");
    check("Oui.\n\nDe : Ana\nEnvoyé : lundi\nÀ : Bo\nObjet : Offre\n\nVeux-tu ?\n", "Oui.");
    check("Sí.\n\n*De:* Ana\n*Enviado:* lunes\n*Para:* Bo\n*Asunto:* Oferta\n\n¿Quieres?\n", "Sí.");
    check("是。\n\n发件人: Ana\n发送时间: 2021年\n收件人: Bo\n主题: 报价\n\n好吗？\n", "是。");
}

#[test]
fn quotes_after_a_head_are_answered_in_between() {
    check(
        "-----Original Message-----\nFrom: Ana\nSubject: x\n\n> Price?\n100.\n> When?\nMonday.\n",
        "100.\nMonday.",
    );
}

#[test]
fn signatures_and_closings_go() {
    check("Yes.\n\n-- \nAna Lopez\nAcme\n+34 600 000 000\n", "Yes.");
    let card =
        "Acme Ovens Ltd | Some Works, Foundry Way, Upper Mill Lane | Sheffield S9 3RQ | United Kingdom";
    check(&format!("Yes.\n\nBest wishes\nAna\n\n-- \nAna Lopez\nSales\n{card}\n"), "Yes.");
    check(&format!("Yes.\n\nBest wishes\nAna\n\nAna Lopez\n{card}\n"), "Yes.");
    check("Yes.\n--\nAna\n", "Yes.");
    check("Yes.\n\nSent from my iPhone\n", "Yes.");
    check("Ja.\n\nVon meinem iPhone gesendet\n", "Ja.");
    check("Yes.\n\nBest regards,\nAna Lopez\nSales Manager | Acme\nwww.example.org\n", "Yes.");
    check("Ja.\n\nMit freundlichen Grüßen\n\nAna Lopez\nAcme GmbH\n", "Ja.");
    check("Yes.\n\nThanks,\nAna\n", "Yes.\n\nThanks,");
    check("Yes.\n\nCheers, Ana", "Yes.");
    check("Yes.\n\n-Ana", "Yes.");
    check("Yes.\n\nRegards,\nAna\n\nPS: bring the contract.\n", "Yes.\n\nPS: bring the contract.");
}

#[test]
fn words_of_a_closing_inside_the_text_stay() {
    check("Best\nway is by train.\nSee you there.\n", "Best\nway is by train.\nSee you there.");
    check("Thanks,\nthat helped us a lot in Madrid.\n", "Thanks,\nthat helped us a lot in Madrid.");
    check(
        "He sends\nregards\nto all of you in the office.",
        "He sends\nregards\nto all of you in the office.",
    );
}

#[test]
fn the_writers_name_goes_where_it_stands_alone_at_the_end() {
    assert_eq!(of_plain_by("See you.\n\nana", Some("Ana Lopez")), "See you.");
    assert_eq!(of_plain_by("See you.\n\nal", Some("Ana Lopez")), "See you.");
    assert_eq!(of_plain_by("See you.\n\nBo", Some("Ana Lopez")), "See you.\n\nBo");
}

#[test]
fn footers_disclaimers_and_armor_go() {
    check("Yes.\n\n_______________\nGrowers mailing list\nhttps://example.org/growers\n", "Yes.");
    check("Yes.\n\nYou received this message because you are subscribed to it.\nBye.\n", "Yes.");
    let notice = "This e-mail and any attachments are confidential and intended solely\nfor the addressee. If you are not it, delete it.";
    check(&format!("Yes.\n\n{notice}\n"), "Yes.");
    check("This message is for all of you: we won.\n", "This message is for all of you: we won.");
    check(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nYes.\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n",
        "Yes.",
    );
    check("Yes.\n-------------- next part --------------\nA non-text attachment was scrubbed...\n", "Yes.");
}

#[test]
fn a_wholly_quoted_text_is_empty() {
    check("On 1 Mar 2021 at 10:00, Ana wrote:\n> a\n> b\n", "");
    check("> a\n>> b\n", "");
}

#[test]
fn marked_quotes_of_html_programs_go() {
    let gmail = "<div dir=ltr>Yes.</div><br><div class=\"gmail_quote\"><div class=\"gmail_attr\">On Mon, Mar 1, 2021 at \
        9:30 AM Ana &lt;<a href=\"mailto:ana@example.org\">ana@example.org</a>&gt; wrote:<br></div>\
        <blockquote class=\"gmail_quote\">Will you?</blockquote></div>";
    check_html(gmail, "Yes.");
    check_html(
        "<p>Yes.</p><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\">From: x</div>Will?",
        "Yes.",
    );
    check_html(
        "Yes.<div class=\"moz-cite-prefix\">On 1.3. Ana wrote:<br></div><blockquote type=\"cite\">a<blockquote>b</blockquote></blockquote>And no.",
        "Yes.\nAnd no.",
    );
    check_html("<div>Yes.</div><div class=\"yahoo_quoted\"><div>On Monday</div></div>", "Yes.");
    let outlook = "<p class=MsoNormal>Yes.<o:p></o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt'>\
        <p class=MsoNormal><b>From:</b> Ana<br><b>Sent:</b> Monday<br><b>To:</b> Bo<br><b>Subject:</b> x</p></div>Will?";
    check_html(outlook, "Yes.");
}

#[test]
fn html_becomes_lines_as_it_is_seen() {
    check_html(
        "<table><tr><td>Price</td><td>100</td></tr><tr><td>Tax</td><td>20</td></tr></table>",
        "Price 100\nTax 20",
    );
    check_html(
        "<div>one</div><div>two</div><p>three</p>four &amp; &lt;five&gt;",
        "one\ntwo\n\nthree\nfour & <five>",
    );
    check_html("<style>p{}</style><script>if (a<b) {}</script>text<!-- <p>no --> more", "text more");
    check_html("<pre>a\n  b</pre>c", "a\nb\nc");
    check_html("a <a title='x>y' href='https://example.org'>link</a> b", "a link b");
    check_html("1 < 2 and <b>3", "1 < 2 and 3");
    check_html("<div style=\"display:none\">preview</div>text", "text");
}

#[test]
fn hostile_html_takes_linear_time() {
    for shape in [
        "<a ",
        "<a \"",
        "<a \">",
        "<div>",
        "<!--",
        "<",
        "</",
        "<a>",
        "<script>",
        "&",
        "<pre>\n",
        "<blockquote>",
    ] {
        let html = shape.repeat(200_000 / shape.len());
        let start = std::time::Instant::now();
        of_html(&html);
        assert!(start.elapsed().as_secs() < 2, "for `{shape}`");
    }
}

#[test]
fn hostile_plain_text_takes_linear_time() {
    for shape in [
        "a:\n",
        "From: a\n",
        "-----BEGIN PGP SIGNED MESSAGE-----\n",
        "___________\n",
        "Thanks,\n",
        "on 1 2 wrote:\n",
        "\n",
        "-----BEGIN PGP X\n",
        "--\n",
        "Best regards,\n\n\n\n",
        "This email\n",
    ] {
        let text = shape.repeat(200_000 / shape.len());
        let start = std::time::Instant::now();
        of_plain(&text);
        assert!(start.elapsed().as_secs() < 2, "for `{shape}`");
    }
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,40}",
        "[>|] ?[a-z ]{0,20}",
        prop::sample::select(vec![
            "",
            "-- ",
            "--",
            "Thanks,",
            "Best regards,",
            "Ana",
            "From: Ana",
            "Sent: Monday",
            "To: Bo",
            "Subject: x",
            "On 1 Mar 2021, Ana wrote:",
            "-----Original Message-----",
            "____________",
            "Growers mailing list",
            "-----BEGIN PGP SIGNATURE-----",
            "-----END PGP SIGNATURE-----",
            "Sent from my iPhone",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #[test]
    fn every_line_was_there(lines in prop::collection::vec(line(), 0..30)) {
        let text = lines.join("\n");
        let own = of_plain_by(&text, Some("Ana Lopez"));
        let mut rest = text.lines();
        for line in own.lines().filter(|line| !line.is_empty()) {
            prop_assert!(rest.any(|found| found.starts_with(line)), "`{line}` out of place");
        }
        prop_assert!(own.len() <= text.len());
    }

    #[test]
    fn any_html_is_survived(html in "(<|>|/|\"|'|&|;|#|!|-|\\PC|<div>|<a href=|<pre>|</pre>|<blockquote>|</div>| |\n){0,60}") {
        of_html(&html);
    }
}
