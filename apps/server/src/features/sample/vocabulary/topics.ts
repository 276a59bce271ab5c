import type { Team } from "./company.ts";
import type { Language } from "./countries.ts";

export type Topic =
  | "domain verification"
  | "data source"
  | "billing"
  | "report export"
  | "permissions"
  | "slow reports"
  | "sign-in"
  | "feature request"
  | "cancellation";

interface TopicText {
  readonly team: Team;
  /** How a customer opens, by language. Slots: {domain}, {source}, {report}, {amount}. */
  readonly openings: Readonly<Record<Language, readonly string[]>>;
  /** What the customer adds when asked. */
  readonly details: readonly string[];
  readonly botAnswers: readonly string[];
  readonly agentAnswers: readonly string[];
}

/** What customers write about, in the words of people in a hurry. */
export const TOPICS: Readonly<Record<Topic, TopicText>> = {
  "domain verification": {
    team: "Technical Support",
    openings: {
      en: [
        "I can't verify {domain}. The record is there but the page says DNS record not found.",
        "Verification of {domain} keeps failing. We run our own name servers, is that a problem?",
        "How long does domain verification take? I added the TXT record for {domain} yesterday.",
        "We added both records for {domain} and your check still cannot see them.",
        "Stuck on the verify step for {domain}, the button just spins and then shows an error.",
      ],
      de: [
        "Die Domain {domain} lässt sich nicht verifizieren, obwohl der TXT-Eintrag gesetzt ist.",
        "Seit gestern heißt es bei {domain}: DNS record not found. Wir betreiben den DNS selbst.",
      ],
      fr: [
        "Impossible de vérifier {domain} : l'enregistrement existe, mais la page dit le contraire.",
        "La vérification de {domain} échoue à chaque essai, que faire ?",
      ],
      es: [
        "No puedo verificar {domain}, el registro DNS está creado pero no lo encuentra.",
        "La verificación de {domain} falla una y otra vez. Usamos nuestro propio DNS.",
      ],
    },
    details: [
      "It's a TXT record on the root, TTL 3600. dig shows it from here.",
      "Our IT team runs the DNS in house.",
      "I tried four times since this morning.",
      "The error is: DNS record not found.",
    ],
    botAnswers: [
      "DNS changes can take up to 48 hours. Please check that the record is a TXT record on the root of your domain.",
      "Here is our guide: Verify your sending domain. Did this solve it?",
    ],
    agentAnswers: [
      "I can see the record from our side. I have started the check by hand, please reload in a minute.",
      "The host field needs an @ instead of the whole domain. Could you change that and try again?",
      "Thanks, I have passed your name servers to our engineers. I'll write as soon as the check goes through.",
    ],
  },
  "data source": {
    team: "Technical Support",
    openings: {
      en: [
        "Our {source} connection stopped syncing last night.",
        "The {source} source shows rows from two days ago, nothing newer.",
        "Getting 'connection refused' when I add {source}.",
        "Which addresses do I need to allow in our firewall for {source}?",
      ],
      de: ["Die Verbindung zu {source} bricht ständig ab.", "Unsere Daten aus {source} sind seit zwei Tagen nicht mehr aktuell."],
      fr: ["La source {source} ne se synchronise plus depuis hier."],
      es: ["La conexión con {source} no se actualiza desde ayer."],
    },
    details: ["Nothing changed on our side.", "The password was rotated on Monday, could that be it?", "It says timeout after 30 seconds."],
    botAnswers: [
      "Please open Data sources and press Test connection. What does it say?",
      "This article explains failed syncs: When a data source stops syncing.",
    ],
    agentAnswers: [
      "The credentials expired. After you save the new password it should sync within ten minutes.",
      "I have restarted the sync and it is running now, 40 % done.",
      "Please allow the two addresses listed under Data sources, Network. Then it will connect.",
    ],
  },
  billing: {
    team: "Billing",
    openings: {
      en: [
        "We were charged {amount} twice this month.",
        "The payment form says our VAT number is not valid. It is.",
        "Can you send the invoice for {amount} with our purchase order number on it?",
        "Why did the price go up to {amount}?",
      ],
      de: ["Das Zahlungsformular lehnt unsere USt-IdNr. ab.", "Wir wurden diesen Monat doppelt belastet: {amount}."],
      fr: ["Le formulaire de paiement refuse notre numéro de TVA.", "Nous avons été débités deux fois de {amount}."],
      es: ["El formulario de pago rechaza nuestro NIF intracomunitario.", "Nos han cobrado {amount} dos veces."],
    },
    details: ["The invoice is from the first of the month.", "I tried with two cards.", "Our accounting needs this by Friday."],
    botAnswers: [
      "You find all invoices under Settings, Billing. Is it about one of these?",
      "Here is how taxes work: Invoices, cards and tax numbers.",
    ],
    agentAnswers: [
      "You are right, the second charge was ours. I have refunded it, it takes three to five days.",
      "I have put your tax number on the account by hand and sent a corrected invoice.",
      "The new amount is because of the seats that were added on the 12th. I can take them off again.",
    ],
  },
  "report export": {
    team: "Technical Support",
    openings: {
      en: [
        "The totals in the exported {report} report do not match the dashboard.",
        "Export of the {report} report gives an empty file.",
        "The PDF of our {report} report cuts off the last column.",
        "Exports mix up euros and dollars in the {report} report.",
      ],
      de: ["Der Export vom Bericht {report} ist leer.", "Die Summen im PDF stimmen nicht mit dem Dashboard überein."],
      fr: ["Les totaux exportés du rapport {report} sont faux."],
      es: ["Los totales exportados del informe {report} no coinciden con el panel."],
    },
    details: ["It happens with PDF and XLSX.", "The board meets tomorrow, this is urgent.", "It worked last week."],
    botAnswers: [
      "Exports use the time zone of the workspace. Could that explain the difference?",
      "Please try again with CSV. Does it look right there?",
    ],
    agentAnswers: [
      "The filter was not applied to the export. I have fixed your report and exported it again for you.",
      "This is a known fault, the fix comes with the next release. Until then CSV is right.",
      "Please set the currency in the report's settings, then both totals agree.",
    ],
  },
  permissions: {
    team: "Support",
    openings: {
      en: [
        "My colleague cannot see the {report} report that I shared.",
        "How do I make somebody an admin?",
        "Can I share a report with people outside of our company?",
      ],
      de: ["Meine Kollegin sieht den Bericht {report} nicht."],
      fr: ["Comment donner les droits d'administrateur à un collègue ?"],
      es: ["¿Cómo comparto un informe con alguien de fuera?"],
    },
    details: ["She is in the workspace as a viewer.", "I am the admin.", "They get the message: you have no access."],
    botAnswers: ["An admin can change roles under Settings, Members.", "This article shows who may see what: Roles and permissions."],
    agentAnswers: [
      "The report was in a private folder. I moved nothing, but you can share the folder itself.",
      "Done, she has the role now. Please ask her to reload.",
    ],
  },
  "slow reports": {
    team: "Technical Support",
    openings: {
      en: [
        "The {report} report takes more than a minute to open.",
        "Dashboards are very slow since this morning.",
        "Is something wrong? Everything loads forever.",
      ],
      de: ["Der Bericht {report} lädt über eine Minute."],
      fr: ["Le rapport {report} met une minute à s'ouvrir."],
      es: ["El informe {report} tarda más de un minuto en abrirse."],
    },
    details: ["About 4 million rows.", "Same on two computers.", "Only with the filter on last year."],
    botAnswers: [
      "Large reports get faster with a saved summary. Shall I show you how?",
      "There is no incident at the moment. Did you try without filters?",
    ],
    agentAnswers: [
      "I have turned on a summary for this report, it opens in about three seconds now.",
      "One query had no index. Our engineers have added it.",
    ],
  },
  "sign-in": {
    team: "Support",
    openings: {
      en: ["I do not get the sign-in code.", "The link in the invitation has expired.", "I'm locked out after changing my phone."],
      de: ["Der Anmeldecode kommt nicht an."],
      fr: ["Je ne reçois pas le code de connexion."],
      es: ["No me llega el código de acceso."],
    },
    details: ["I looked in spam too.", "My address changed last month.", "It is urgent, I have to send a report."],
    botAnswers: [
      "I have sent you a new code. Did it arrive?",
      "Codes are valid for ten minutes. Please ask for a new one on the sign-in page.",
    ],
    agentAnswers: [
      "I have reset your second factor, you can sign in with the new phone now.",
      "Your mail server refused us. I have sent a new invitation to your other address.",
    ],
  },
  "feature request": {
    team: "Customer Success",
    openings: {
      en: [
        "Could reports be sent on the last working day of the month?",
        "We would love a dark theme for the {report} report.",
        "Is there a way to compare two years side by side?",
      ],
      de: ["Kann man Berichte am letzten Werktag des Monats verschicken?"],
      fr: ["Peut-on comparer deux années côte à côte ?"],
      es: ["¿Se pueden comparar dos años en el mismo informe?"],
    },
    details: ["It would save us an hour each month.", "Several of us asked for it."],
    botAnswers: ["Thank you for the idea. I have noted it.", "Not yet, but you can duplicate a report and change its year."],
    agentAnswers: ["I have added your vote. I'll tell you when it ships.", "There is a way with a template, I have set one up for you."],
  },
  cancellation: {
    team: "Customer Success",
    openings: {
      en: ["How can I cancel our plan?", "We do not use this enough any more. What are our options?", "Can we pause for three months?"],
      de: ["Wie können wir kündigen?"],
      fr: ["Comment résilier notre abonnement ?"],
      es: ["¿Cómo cancelamos el plan?"],
    },
    details: ["Two of the people who used it have left.", "The budget was cut.", "We moved the reports to another tool."],
    botAnswers: [
      "You can cancel under Settings, Billing at any time.",
      "Would a smaller plan help? Here is the comparison: Change your plan.",
    ],
    agentAnswers: [
      "I am sorry to hear that. I have set your plan to end with the current period.",
      "I can offer two months at half price while you decide.",
    ],
  },
};
