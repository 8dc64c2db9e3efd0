use super::cue::Cue;

pub const CUES: &[(Cue, &str)] = &[
    (
        Cue::Please,
        "s'il vous plaît; s'il vous plait; s'il te plaît; svp; stp; merci de; merci d'; veuillez; prière de",
    ),
    (
        Cue::AskYou,
        "pouvez vous; pourriez vous; peux tu; pourrais tu; auriez vous; avez vous; as tu; savez vous; sais tu; \
         est ce que vous; serait il possible; est il possible; vous serait il possible; vous pouvez me; \
         vous pourriez me; seriez vous; voulez vous; êtes vous; quand pouvez vous; pensez vous; pourrions nous; \
         pouvons nous; peut on; pourrait on; puis je",
    ),
    (
        Cue::Need,
        "nous avons besoin; j'ai besoin; nous aurions besoin; j'aurais besoin; il nous faudrait; il me faudrait; \
         nous attendons; j'attends; dans l'attente de votre réponse; dans l'attente de votre retour; il nous manque",
    ),
    (
        Cue::LetKnow,
        "dites moi; dis moi; tenez moi au courant; tiens moi au courant; tenez nous au courant; faites moi savoir; \
         faites nous savoir; appelez moi; rappelez moi; redites moi; me dire; nous dire; me confirmer; nous confirmer",
    ),
    (
        Cue::Courtesy,
        "vous est pas destiné; avertir l'expéditeur; n'hésitez pas; n'hésite pas; si vous avez des questions; pour toute question; à votre disposition; \
         veuillez trouver; ci joint; veuillez agréer; veuillez recevoir; veuillez noter; veuillez excuser; merci de noter",
    ),
    (
        Cue::Propose,
        "que diriez vous; et si nous; je vous propose; je propose; nous vous proposons; ça vous convient; cela vous convient; qu'en pensez vous; on se voit",
    ),
    (
        Cue::Asks,
        "quand; où; qui; que; quel; quelle; quels; quelles; comment; pourquoi; combien; est ce; est; avez; y a; \
         peut; pour quand; et quand; et pour; à quelle; dans quel; faut il; ça",
    ),
    (
        Cue::AsksInside,
        "à combien; quel est; quelle est; quels sont; quel délai; est ce que; y a t il; combien de",
    ),
    (
        Cue::Greeting,
        "comment allez vous; comment vas tu; ça va; comment va; vous allez bien; tu vas bien; comment ça va",
    ),
    (Cue::Rhetorical, "pourquoi pas; n'est ce pas; qui sait; non"),
    (
        Cue::IWill,
        "je vais; nous allons; je peux; je vais vous; nous allons vous; on va; je souhaite; je tâche de",
    ),
    (
        Cue::IDo,
        "je vous envoie; je t'envoie; je vous enverrai; je t'enverrai; nous vous enverrons; nous vous envoyons; \
         je vous transmets; je vous transmettrai; je reviens vers vous; je reviendrai vers vous; nous reviendrons vers vous; \
         nous revenons vers vous; je vous rappelle; je te rappelle; je vous appelle; je t'appelle; je vérifie; \
         je me renseigne; je regarde; je m'en occupe; nous nous en occupons; je vous confirme; je vous fais; \
         vous recevrez; vous aurez; je prépare; je vous prépare; je demande; je vous tiens au courant; je vous prépare",
    ),
    (
        Cue::Action,
        "envoyer; transmettre; rappeler; appeler; vérifier; revenir; préparer; demander; confirmer; organiser; réserver; \
         regarder; contacter; livrer; modifier; corriger; faire; donner",
    ),
    (Cue::Away, "en vacances; en congé; en congés; absent; absente; "),
    (
        Cue::Time,
        "lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche; demain; aujourd'hui; ce soir; cette semaine; \
         la semaine prochaine; fin de semaine; d'ici; rapidement; dès que; cet après midi; sous peu",
    ),
    (Cue::You, "vous; votre; vos; tu; te; ton"),
    (
        Cue::Closing,
        "merci; merci beaucoup; merci bien; bien à vous; cordialement; bien cordialement; à bientôt; bonne journée; \
         bon week end; bonne soirée; parfait; très bien; c'est noté; entendu; d'accord; joyeuses fêtes; bonne année",
    ),
    (Cue::Never, "pas; jamais"),
    (Cue::If, "si; au cas où"),
    (Cue::Mass, "désabonner; désinscrire; cliquez"),
];
