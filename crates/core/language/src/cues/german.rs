use super::cue::Cue;

pub const CUES: &[(Cue, &str)] = &[
    (Cue::Please, "bitte"),
    (
        Cue::AskYou,
        "können sie; könnten sie; kannst du; könntest du; könnt ihr; könntet ihr; würden sie; würdest du; \
         wären sie so; wäre es möglich; ist es möglich; dürfte ich; darf ich fragen; hätten sie; hättest du; \
         haben sie; hast du; wissen sie; weißt du; wann können; wann könnten; wann kommt; wann kommen; \
         besteht die möglichkeit; gibt es schon; gibt es neuigkeiten; passt ihnen; passt dir; schaffen sie",
    ),
    (
        Cue::Need,
        "wir brauchen; ich brauche; wir benötigen; ich benötige; bräuchten wir; bräuchte ich; wir bräuchten; \
         ich bräuchte; wir bitten um; ich bitte um; wir warten noch auf; ich warte noch auf; freue mich auf ihre antwort; \
         freuen uns auf ihre antwort; freue mich auf ihre rückmeldung; uns fehlt noch; uns fehlen noch",
    ),
    (
        Cue::LetKnow,
        "geben sie mir bescheid; geben sie uns bescheid; gib mir bescheid; gib bescheid; bescheid geben; sag bescheid; \
         sagen sie mir; rufen sie mich an; ruf mich an; melden sie sich bitte; lassen sie mich wissen; \
         lassen sie uns wissen; lass mich wissen; um rückmeldung; um kurze rückmeldung; teilen sie mir; teilen sie uns",
    ),
    (
        Cue::Courtesy,
        "richtige adressat; richtiger adressat; informieren sie bitte den absender; bei fragen; bei rückfragen; falls sie fragen; falls sie noch fragen; wenn sie fragen; sollten sie fragen; \
         für rückfragen; stehe ich ihnen; stehen wir ihnen; jederzeit gerne; zögern sie nicht; bitte beachten; \
         anbei; im anhang; bitte entschuldigen; falls etwas",
    ),
    (
        Cue::Propose,
        "sollen wir; wollen wir; wie wäre es; was halten sie; was hältst du; ich schlage vor; wir schlagen vor; \
         passt das; passt es; wäre das möglich; wäre das in ordnung; lassen sie uns",
    ),
    (
        Cue::Asks,
        "was; wann; wo; wer; wie; welche; welcher; welches; warum; wieso; woran; wieviel; ist; sind; hat; haben; kann; \
         können; könnte; gibt; wird; werden; soll; sollen; sollte; darf; müssen; wären; wäre; geht; passt; kommt; \
         und wie; und wann; und was; bis wann; ab wann; mit welcher; in welcher",
    ),
    (Cue::AsksInside, "wie viel; wie lange; wie viele; bis wann; wie hoch"),
    (
        Cue::Greeting,
        "wie geht es; wie geht's; wie gehts; alles gut bei; wie war der urlaub; wie war ihr urlaub; wie war dein urlaub; \
         wie war das wochenende; wie läuft es",
    ),
    (Cue::Rhetorical, "wer weiß; warum nicht; oder nicht; nicht wahr; na und; was soll's"),
    (
        Cue::IWill,
        "ich werde; wir werden; ich kann; wir können; ich will; ich möchte; gerne werde ich; werde ich; werden wir; \
         ich wollte; dann werde ich",
    ),
    (
        Cue::IDo,
        "ich schicke; schicke ich; ich sende; sende ich; wir senden; senden wir; wir schicken; schicken wir; \
         ich melde mich; melde ich mich; wir melden uns; melden wir uns; ich rufe; rufe ich; ich kläre; kläre ich; \
         wir klären; ich prüfe; prüfe ich; wir prüfen; prüfen wir; ich kümmere mich; kümmere ich mich; \
         ich gebe ihnen; ich gebe dir; gebe ich ihnen; gebe ich dir; ich frage; ich bestelle; ich leite; \
         ich bringe; ich komme auf; sie bekommen; bekommen sie; du bekommst; sie erhalten; erhalten sie; \
         ich überarbeite; ich mache ihnen; ich mache dir; ich reiche",
    ),
    (
        Cue::Action,
        "schicken; senden; zusenden; zuschicken; anrufen; melden; klären; prüfen; kümmern; geben; bestellen; liefern; \
         überarbeiten; anpassen; nachreichen; weiterleiten; fragen; abklären; nachfragen; vorbereiten; erstellen; \
         mitbringen; besorgen; bestätigen; reservieren; durchgeben; nachsehen; übermitteln; ausarbeiten",
    ),
    (Cue::Away, "im urlaub; leider; außer haus; wieder da; nicht im büro"),
    (
        Cue::Time,
        "montag; dienstag; mittwoch; donnerstag; freitag; samstag; sonntag; morgen; heute; übermorgen; diese woche; \
         nächste woche; kommende woche; ende der woche; bis ende; sofort; umgehend; gleich; in kürze; nachmittag; \
         januar; februar; märz; juni; juli; oktober; dezember",
    ),
    (Cue::You, "sie; ihnen; ihre; ihr; ihren; du; dir; dich; dein; euch"),
    (
        Cue::Closing,
        "danke; vielen dank; besten dank; herzlichen dank; dankeschön; bis bald; bis dann; schönes wochenende; \
         schönen tag; mit freundlichen grüßen; viele grüße; beste grüße; liebe grüße; alles klar; passt; wunderbar; \
         prima; perfekt; in ordnung; gerne; einverstanden; frohe weihnachten; schöne feiertage",
    ),
    (Cue::Never, "nicht"),
    (Cue::If, "wenn; falls; sofern; sollten sie"),
    (Cue::Mass, "abmelden; abbestellen; klicken; gutschein; rabattcode"),
];
