use super::cue::Cue;

pub const CUES: &[(Cue, &str)] = &[
    (Cue::Please, "por favor; ruego; le ruego"),
    (
        Cue::AskYou,
        "podría; podrías; podrían; puede usted; puedes; pueden; me puede; me puedes; nos puede; nos puedes; \
         sería posible; es posible; tiene usted; tienes; tienen; sabe usted; sabes; le importaría; te importaría; \
         me podría; nos podría",
    ),
    (
        Cue::Need,
        "necesitamos; necesito; necesitaríamos; nos hace falta; quedo a la espera; quedamos a la espera",
    ),
    (
        Cue::LetKnow,
        "avísame; avíseme; avísanos; dime; dígame; díganos; hágame saber; llámame; llámeme; cuéntame; cuénteme",
    ),
    (
        Cue::Courtesy,
        "no dude en; no dudes en; cualquier duda; cualquier pregunta; si tiene alguna pregunta; si tienes alguna duda; \
         a su disposición; adjunto; adjunta; le adjunto; te adjunto; estamos a su disposición",
    ),
    (
        Cue::Propose,
        "qué le parece; qué te parece; le propongo; te propongo; podemos quedar; le viene bien; te viene bien",
    ),
    (
        Cue::Asks,
        "qué; cuándo; dónde; quién; cómo; cuál; cuáles; cuánto; cuántos; cuánta; por qué; hay; está; están; tienen; \
         es; podemos; y cuándo; y cuánto; para cuándo",
    ),
    (Cue::AsksInside, "cuánto cuesta; qué plazo; cuál es; para cuándo"),
    (Cue::Greeting, "cómo está; cómo estás; qué tal; cómo va; cómo van; todo bien"),
    (Cue::Rhetorical, "por qué no; quién sabe; no es así; verdad"),
    (Cue::IWill, "voy a; vamos a; le voy a; te voy a; puedo; podemos"),
    (
        Cue::IDo,
        "le envío; te envío; le enviaré; te enviaré; le enviaremos; te enviaremos; le mando; te mando; te llamo; \
         le llamo; le llamaré; te llamaré; le confirmo; te confirmo; le confirmaré; lo miro; lo reviso; me encargo; \
         le preparo; te preparo; lo consulto; le diré; te diré; recibirá; recibirás; tendrá; tendrás",
    ),
    (
        Cue::Action,
        "enviar; enviarle; enviarte; mandar; llamar; llamarle; confirmar; revisar; preparar; consultar; mirar; comprobar; reservar; pedir",
    ),
    (Cue::Away, "de vacaciones; fuera de la oficina; "),
    (
        Cue::Time,
        "lunes; martes; miércoles; jueves; viernes; sábado; domingo; mañana; hoy; esta semana; la próxima semana; \
         la semana que viene; en breve; cuanto antes; esta tarde; antes del",
    ),
    (Cue::You, "usted; le; su; te; tu"),
    (
        Cue::Closing,
        "gracias; muchas gracias; un saludo; saludos; hasta pronto; perfecto; de acuerdo; vale; buen fin de semana; \
         que tenga un buen; felices fiestas; feliz navidad; estupendo",
    ),
    (Cue::Never, "no; nunca"),
    (Cue::If, "si"),
    (Cue::Mass, "darse de baja; haga clic"),
];
