use super::cue::Cue;

pub const CUES: &[(Cue, &str)] = &[
    (Cue::Please, "please; pls; plz; kindly"),
    (
        Cue::AskYou,
        "could you; can you; would you; will you; couldn't you; can u; could u; would you mind; do you mind; \
         are you able to; are you available; are you free; would you be able to; could someone; can someone; \
         could anyone; can anyone; would it be possible; is it possible; is there any chance; any chance; \
         may i ask; can i ask; may i have; can i get; could i get; can we get; could we get; may we have; \
         i was wondering if; i am wondering if; i'm wondering if; wondering if you; wondering whether; \
         i wonder if you; we wonder if you; could we have; can we have; could i have; can i have",
    ),
    (
        Cue::Need,
        "i need; we need; we will need; i'll need; we'll need; we would need; i would need; i'd like you to; \
         i would like you to; we'd like you to; i would appreciate; we would appreciate; i'd appreciate; \
         we'd appreciate; would be appreciated; it would be great if you; it would be helpful if you; \
         would be great if you; appreciate it if you; grateful if you; be grateful for; i'd like to ask; \
         i would like to ask; i want you to; need you to; you need to; you should; you must; we are looking for; we're looking for; i am looking for; i'm looking for; \
         we still need; i still need; still need; \
         i would like to see; i'd like to see; we are waiting for; we're waiting for; i'm waiting for; \
         i am waiting for; we are still waiting for; i am still waiting for; i'm still waiting for; we're still missing; we are still missing; \
         look forward to your; looking forward to your; looking forward to hearing; look forward to hearing; \
         hope to hear; awaiting your",
    ),
    (
        Cue::LetKnow,
        "let me know; let us know; lemme know; get back to me; get back to us; advise; drop me a line; \
         give me a call; give us a call; give me a ring; tell me; keep me posted; keep us posted; keep me informed; \
         i'd love to know; i would love to know; love to hear; like to know; want to know; \
         your thoughts; your feedback; your comments; your opinion; call me",
    ),
    (
        Cue::Courtesy,
        "intended recipient; notify the sender; any questions; any further questions; any other questions; have questions; any concerns; feel free; \
         don't hesitate; do not hesitate; dont hesitate; if you need anything; anything else you need; \
         need any help; need further; please thank; please give our; please say hello; please note; please find; please see; find attached; please be advised; \
         please be aware; please accept; please excuse; please ignore; please disregard; please remember; \
         please do not reply; please don't reply; please consider the environment; please give my; \
         send my regards; give my regards; please forgive; please bear with; please don't worry; \
         if there is anything; if there's anything; can be of any help; can be of further; no need to; \
         no rush; please ask for; please don't bother; looking forward to seeing; looking forward to it; \
         let me know how it goes; in case of questions; if anything changes; if anything is unclear; \
         if you need me; just shout; let me know if i can; let us know if we can; if that changes; \
         let me know if you need; let us know if you need",
    ),
    (
        Cue::Propose,
        "let's; lets; let us; how about; what about; shall we; should we; why don't we; why don't you; \
         maybe we could; perhaps we could; we could meet; we should meet; i suggest; i propose; i'd suggest; \
         i would suggest; we suggest; i recommend; would love to meet; like to meet; like to schedule; \
         like to invite; would you like; do you want; you want to; you may want to; \
         wanted to follow up; want to follow up; following up on; like to set up; like to talk; like to discuss; \
         would suit us; works for me; would work for me; is that ok; is that okay; does that work; would that work; \
         join us; join me; come join; we can meet; we could discuss; available to meet",
    ),
    (
        Cue::Asks,
        "what; what's; when; where; which; who; who's; whose; why; how; how's; is; are; isn't; aren't; was; were; \
         do; does; did; don't; doesn't; didn't; can; could; can't; couldn't; will; won't; would; wouldn't; should; \
         shall; may; have; has; had; any; am; and what; and when; and how; and where; so what; so when; so how; \
         anything; also what; also when; also is; also do; also can; also could",
    ),
    (
        Cue::AsksInside,
        "do you know; do you have; did you get; did you have; have you had; have you heard; are you going; \
         when can you; when could you; when would you; what do you think; what is your; when do you; when will you; \
         how do you; where can i; how can i; what time; how much; how many; how long; how soon; which one; \
         any news; any update; any updates; what would; what price; what is the; what are the; does this; does it; \
         did you; do we have; are there; is there; can we; could we; can i; should i; shall i",
    ),
    (
        Cue::Greeting,
        "how are you; how are you doing; how are things; how's it going; how is it going; how have you been; \
         how is everything; how's everything; how's life; how is life; how do you do; how was your weekend; \
         how was your summer; how was your christmas; how was the weekend; how are u; all well; everything ok with you; \
         all good with you; how's business; what's up; whats up; hope all; doing well; had a good; had a nice",
    ),
    (
        Cue::Rhetorical,
        "who knows; why not; guess what; what can i say; what can you do; you know what; how could we not; \
         who would have thought; isn't it; aren't they; right; don't you think; why bother; who cares; really; \
         need i say; what else is new; is it just me; ever wonder; did you know; \
         ready to; looking to; tired of; interested in saving; how cool is that; what's not to like; remember when",
    ),
    (
        Cue::IShall,
        "i'll; i will; we'll; we will; ill; i'm going to; i am going to; we're going to; we are going to; \
         i'm gonna; i shall; we shall; i promise to; we promise to; i intend to; and i'll; i'll make sure to; \
         i'll try to; i will try to; we'll try to; i'll be happy to; i will be happy to; my colleague will; i plan to",
    ),
    (
        Cue::IMay,
        "i can; we can; let me; i'd be happy to; i would be happy to; happy to; glad to; i'd be glad to; and will; \
         i'll be able to; i should be able to; we should be able to; allow me to; i aim to; i hope to; i'm about to; \
         i would like to; i'd like to",
    ),
    (
        Cue::IDo,
        "you will have it; you'll have it; you will receive; you'll receive; you will have the; you'll have the; \
         will be with you by; will be with you on; be in touch; i owe you; we owe you; you'll get it; \
         you'll get the; you will get the; i'll have it; i'll have the; we'll have it; we'll have the; \
         i will have it; i will have the; we will have the; on it now; consider it done; leave it with me; \
         i'm on it; i am on it; i'm working on; i am working on; i'm sending; i am sending; i'm preparing; \
         i'll be there; i will be there; i'll take care; i will take care; we'll take care; we will take care; \
         i'll be sure to",
    ),
    (
        Cue::Elided,
        "will send; will call; will let; will get; will check; will do; will follow; will revert; will keep; will come back; \
         will forward; will ask",
    ),
    (
        Cue::Action,
        "send; resend; email; mail; forward; call; phone; ring; check; confirm; get; come; let; look; prepare; revise; \
         update; share; ask; find; follow; arrange; organise; organize; book; schedule; set; put; bring; pass; \
         provide; give; make; draft; write; review; return; reply; respond; contact; talk; speak; discuss; drop; \
         deliver; ship; order; quote; issue; sign; fax; finish; complete; meet; visit; introduce; connect; add; copy; \
         include; keep; sort; fix; chase; speed; reserve; hold; raise; take; work; try; do; join; stop; pick; \
         provide; submit; print; read; change; correct; explain; tell; help; pay; transfer; invite; verify; attach; \
         ensure; investigate; clarify; propose; calculate; measure; recalculate; rework; supply; match; stick; \
         dial; plan; move; cancel; note; approve; go; leave; show; post; start; use; enter; complete; notify",
    ),
    (
        Cue::Between,
        "also; then; just; gladly; definitely; certainly; try to; be able to; be happy to; be glad to; make sure to; \
         personally; first; still; of course; probably; now; quickly; immediately; soon; always; at least; have to; \
         both; all; need to; be sure to; endeavour to; happily; please; either; work to; aim to; again",
    ),
    (
        Cue::Away,
        "be; need; want; see; love; have; enjoy; like; know; think; assume; guess; miss; remember; \
         on holiday; on vacation; on leave; out of the office; out of office; be away; be travelling; be traveling; \
         be back; be off; miss you; see you; get over it; go to bed; think about it; admit; say; \
         take a break; go home; have to wait; be honest; tell you what; do my best",
    ),
    (
        Cue::Time,
        "monday; tuesday; wednesday; thursday; friday; saturday; sunday; tomorrow; today; tonight; this afternoon; \
         this morning; this evening; this week; next week; end of the week; end of day; eod; by noon; shortly; \
         asap; as soon as; right away; first thing; this month; next month; in a moment; in an hour; in a few days; \
         within the; before the; january; february; march; april; june; july; august; september; october; november; \
         december; later today; in the morning; in due course",
    ),
    (Cue::You, "you; your; yours; ur; you're; you've; you'd; yourself"),
    (
        Cue::Closing,
        "thanks; thank you; thx; many thanks; cheers; ok; okay; great; perfect; sounds good; see you; talk soon; \
         speak soon; all the best; best; regards; kind regards; best regards; noted; got it; received; understood; \
         wonderful; brilliant; have a good; have a nice; have a great; enjoy; no problem; you're welcome; \
         take care; fine; fine by me; that works; super; lovely; sincerely; yours; much appreciated; well done; \
         congratulations; good luck; happy birthday; merry christmas; happy new year",
    ),
    (Cue::Never, "not; never"),
    (Cue::If, "if; unless; should you; in case; whenever; when you; when it"),
    (
        Cue::Mass,
        "unsubscribe; click; click here; click below; link below; subscribe; download; newsletter; opt out; opt in; \
         % off; shop; free trial; add us to; address book; safe senders; safe sender; save up; coupon; sign up; \
         log in; password; your account; win; webinar; deals; sale; discounts; followers",
    ),
];
