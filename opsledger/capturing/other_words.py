"""Words of other languages at the head of a loose line, and the form in which the ledger says the same."""

from __future__ import annotations

from opsledger.capturing.words import LooseWords, plain

_PAID, _INVOICED, _COST = "paid 2800 NAME", "invoiced 2800 NAME", "cost 20 NAME"
_LEAD = "new lead NAME from SOURCE"
_FORMS = {
    _PAID: "zahlung bezahlt gezahlt überwiesen überweisung zahlungseingang geldeingang"
    " payé payée paiement versement reçu pagado pagó cobrado cobro pagato pagamento"
    " incassato recebido betaald betaling",
    _INVOICED: "rechnung fakturiert abgerechnet facture facturé factura facturado fattura fatturato fatura faturado"
    " factuur gefactureerd",
    _COST: "kosten ausgabe ausgaben auslage auslagen spesen dépense frais gasto gastos spesa despesa uitgave",
    _LEAD: "anfrage neuanfrage interessent interessentin demande prospect consulta richiesta pedido aanvraag",
    "call NAME …": "angerufen anruf telefoniert telefonat appelé appel llamado llamada chiamato chiamata ligou gebeld",
    "mail NAME …": "geschrieben gemailt écrit escrito scritto escrevi geschreven",
    "met NAME …": "getroffen treffen besprechung rencontré réunion reunión incontrato riunione reunião ontmoet",
    "out NAME …": "geschickt gesendet verschickt envoyé enviado inviato verstuurd",
    "won NAME": "gewonnen zugesagt zusage gagné ganado vinto ganho",
    "lost NAME": "verloren absage abgesagt perdu perdido perso",
    "started NAME": "begonnen gestartet angefangen commencé empezado iniciado iniziato",
    "delivered NAME": "geliefert abgegeben ausgeliefert fertig fertiggestellt livré entregado"
    " entregue consegnato geleverd",
    "next 2026-12-01 NAME …": "nachfassen wiedervorlage erinnern relancer seguimiento opvolgen",
    "2h NAME …": "gearbeitet travaillé trabajado lavorato trabalhado gewerkt",
}
_FORM_OF = {word: form for form, words in _FORMS.items() for word in words.split()}
_NEW = ("neue", "neuer", "neu", "nouvelle", "nouveau", "nueva", "nuevo", "nuova", "nuovo", "nova", "novo", "nieuwe")
_OF_MONEY = (_PAID, _INVOICED, _COST)


def form_meant(words: LooseWords, *, money: bool = False) -> str | None:
    """Why words are not understood, if the first of them is a word of another language; None if it is not.

    money: only words of money count.
    """
    for at, word in enumerate(words[:2]):
        form = _FORM_OF.get(plain(word))
        if form and (not money or form in _OF_MONEY) and (at == 0 or plain(words[0]) in _NEW):
            return f"`{plain(word)}` is not a word of the ledger, whose words are English: write `{form}`"
    return None
