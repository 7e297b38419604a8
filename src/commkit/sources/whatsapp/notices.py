"""The words that WhatsApp itself writes into an export, in the languages of its users' phones."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_NOTICE = 900  # characters; whatever is longer was written by people

YOU = frozenset(  # the exporter
    {"you", "ti", "te", "tú", "du", "dich", "vous", "você", "je", "вы", "вас", "siz", "sizi", "你", "您"}
)
LIST = re.compile(r", (?:(?:and|und|et|y|e|en|и) )?(?:a )?| (?:and|und|et|y|e|en|и|&) (?:a )?|、")
CJK_LIST = re.compile("[和與与及]")


class WhatsappNotice(NamedTuple):
    """What a line by WhatsApp itself says."""

    change: str | None  # to somebody's membership: join, leave, removed
    how: str | None
    who: str | None  # one name or a list of names
    by: str | None
    subject: str | None  # the group's name from then on


# A word in the line; what changes and how; the whole line. BY, WHO, ALL and TITLE stand for names.
TABLE: tuple[tuple[str, str | None, str | None, str], ...] = (
    (" joined using ", "join", "link", "WHO joined using .{1,80}"),
    (" community", "join", "community", "WHO joined from the community"),
    (" joined", "join", None, "WHO joined(?: the group)?"),
    (" added", "join", "added", "(?:BY added ALL|ALL (?:was|were) added)"),
    (" this group", None, None, "BY added this group to the community.{0,200}"),
    (" left", "leave", None, "WHO left(?: the (?:group|community))?"),
    (" removed", "removed", None, "(?:BY removed ALL|ALL (?:was|were) removed)"),
    (" created ", "join", None, "WHO created (?:the |this )?(?:group|community)(?: TITLE)?"),
    (" changed the ", None, None, "BY changed the (?:subject|group name) (?:from .{1,120} )?to TITLE"),
    ("end-to-end encrypted", None, None, ".{0,300}end-to-end encrypted.{0,300}"),
    (" se uni", "join", "link", "WHO se uni[oó] (?:al grupo )?(?:usando|mediante|con|a través de) .{1,80}"),
    (" comunidad", "join", "community", "WHO se uni[oó] desde la comunidad"),
    (" se uni", "join", None, "WHO se uni[oó](?: al grupo)?"),
    (" a ", "join", "added", "(?:BY (?:añadió|agregó)|Añadiste|Agregaste|Se (?:añadió|agregó)) a ALL"),
    (" sali", "leave", None, "WHO sali[oó](?: del grupo)?"),
    (" a ", "removed", None, "(?:BY (?:eliminó|sacó|expulsó)|Eliminaste|Se eliminó) a ALL"),
    (" cre", "join", None, "WHO cre[oó] (?:el|este) grupo(?: TITLE)?"),
    (" cambi", None, None, "BY cambi[oó] (?:el asunto|el nombre del grupo) (?:de .{1,120} )?a TITLE"),
    ("extremo a extremo", None, None, ".{0,300}extremo a extremo.{0,300}"),
    (
        " beigetreten",
        "join",
        "link",
        "WHO ist (?:der |dieser )?(?:Gruppe |Community )?(?:über|mit|mithilfe) .{1,80} beigetreten",
    ),
    (" beigetreten", "join", None, "WHO ist (?:der |dieser )?(?:Gruppe )?beigetreten"),
    (" hinzugefügt", "join", "added", "(?:(?:Du hast|BY hat) ALL|ALL (?:wurden?|wurdest)) hinzugefügt"),
    (" verlassen", "leave", None, "WHO hat die Gruppe verlassen"),
    (" entfernt", "removed", None, "(?:(?:Du hast|BY hat) ALL|ALL wurden?) (?:aus der Gruppe )?entfernt"),
    (" erstellt", "join", None, "WHO hat (?:die|diese) Gruppe (?:TITLE )?erstellt"),
    (
        " geändert",
        None,
        None,
        "BY hat den (?:Betreff|Gruppennamen|Namen der Gruppe) (?:von .{1,120} )?(?:zu|in|auf) TITLE geändert",
    ),
    ("Ende-zu-Ende", None, None, ".{0,300}Ende-zu-Ende.{0,300}"),
    (
        " rejoint",
        "join",
        "link",
        "WHO a rejoint (?:le groupe |ce groupe )?(?:via|en utilisant|à l['’]aide|grâce|avec).{1,80}",
    ),
    (" rejoint", "join", None, "WHO a rejoint(?: le groupe)?"),
    (" ajouté", "join", "added", "(?:(?:Vous avez|BY a) ajouté ALL|ALL (?:a|ont) été ajouté.{0,5})"),
    (" quitté", "leave", None, "WHO a quitté(?: le groupe)?"),
    (" a ", "removed", None, "BY a (?:retiré|exclu|supprimé) (?!l['’]|la |le |ce )ALL"),
    (" été ", "removed", None, "ALL (?:a|ont) été (?:retiré|exclu|supprimé).{0,5}"),
    (" créé ", "join", None, "WHO a créé (?:le|ce) groupe(?: TITLE)?"),
    (
        " du groupe",
        None,
        None,
        "BY a (?:changé|modifié|remplacé) le (?:sujet|nom) du groupe (?:de .{1,120} )?(?:en|par|pour|à) TITLE",
    ),
    ("bout en bout", None, None, ".{0,300}bout en bout.{0,300}"),
    (" entrou ", "join", "link", "WHO entrou usando .{1,80}"),
    (" comunidade", "join", "community", "WHO entrou .{0,40}comunidade"),
    (" entrou", "join", None, "WHO entrou(?: no grupo)?"),
    (" adicion", "join", "added", "(?:BY adicionou ALL|ALL (?:foi|foram) adicionad.{1,5})"),
    (" saiu", "leave", None, "WHO saiu(?: do grupo)?"),
    (" remov", "removed", None, "(?:BY removeu (?!a |o )ALL|ALL (?:foi|foram) removid.{1,5})"),
    (" criou ", "join", None, "WHO criou (?:o|este) grupo(?: TITLE)?"),
    (" do grupo ", None, None, "BY (?:mudou|alterou) o nome do grupo (?:de .{1,120} )?para TITLE"),
    (" o assunto ", None, None, "BY (?:mudou|alterou) o assunto (?:de .{1,120} )?para TITLE"),
    ("ponta a ponta", None, None, ".{0,300}ponta a ponta.{0,300}"),
    (" link", "join", "link", "WHO (?:è entrato|è entrata|si è unito|si è unita)(?:/a)? .{1,40}link.{0,60}"),
    (" comunità", "join", "community", "WHO (?:è entrato|è entrata|si è unito|si è unita)(?:/a)? .{1,40}comunità"),
    (" ha aggiunto ", "join", "added", "BY ha aggiunto ALL"),
    (" aggiunt", "join", "added", "(?:Hai aggiunto ALL|ALL (?:è stato|è stata|sono stati) aggiunt.{1,4})"),
    (" ha abbandonato", "leave", None, "WHO ha abbandonato(?: il gruppo)?"),
    (" ha lasciato", "leave", None, "WHO ha lasciato il gruppo"),
    (" rimosso ", "removed", None, "(?:BY ha|Hai) rimosso (?!l'|la |il )ALL"),
    (" è stat", "removed", None, "ALL (?:è stato|è stata) rimoss.{1,4}"),
    (" ha creato ", "join", None, "WHO ha creato (?:il|questo) gruppo(?: TITLE)?"),
    ("oggetto ", None, None, "BY ha (?:cambiato|modificato) l['’]oggetto (?:da .{1,120} )?(?:a|in) TITLE"),
    (
        " nome del gruppo ",
        None,
        None,
        "BY ha (?:cambiato|modificato) il nome del gruppo (?:da .{1,120} )?(?:a|in) TITLE",
    ),
    ("crittografat", None, None, ".{0,300}crittografat.{0,300}"),
    (
        "uitnodigingslink",
        "join",
        "link",
        "WHO (?:neemt deel|is lid geworden|is toegetreden) .{0,40}link.{0,40}",
    ),
    (" community", "join", "community", "WHO (?:neemt deel|is lid geworden|is toegetreden) .{0,40}community"),
    (" toegevoegd", "join", "added", "(?:(?:[UJ]e? hebt|BY heeft) ALL|ALL (?:is|zijn|bent)) toegevoegd"),
    (" heeft de groep verlaten", "leave", None, "WHO heeft de groep verlaten"),
    (" verwijderd", "removed", None, "(?:(?:[UJ]e? hebt|BY heeft) (?!de |het )ALL|ALL (?:is|zijn|bent)) verwijderd"),
    (" heeft ", "join", None, "WHO heeft (?:de|deze) groep (?:TITLE )?(?:gemaakt|aangemaakt)"),
    (
        " heeft ",
        None,
        None,
        "BY heeft (?:het onderwerp|de groepsnaam) (?:van .{1,120} )?(?:naar|in) TITLE (?:gewijzigd|veranderd)",
    ),
    ("end-to-end versleuteld", None, None, ".{0,300}end-to-end versleuteld.{0,300}"),
    (" ссылк", "join", "link", "WHO (?:присоединил|вступил|теперь в группе).{0,40}ссылк.{0,40}"),
    (" сообществ", "join", "community", "WHO (?:присоединил|вступил).{0,40}сообществ.{0,10}"),
    (" присоединил", "join", None, "WHO присоединил(?:ся|ась|ся\\(-?ась\\)|\\(а\\)сь)(?: к группе)?"),
    (" добавил", "join", "added", "(?:BY добавил|Вы добавили)SHE ALL"),
    (" добавлен", "join", "added", "ALL(?: былSHE| были)? добавлен(?:SHE|ы)"),
    (" вышел", "leave", None, "WHO вышел(?:SHE|\\(вышла\\))(?: из группы)?"),
    (" вышла", "leave", None, "WHO вышла(?: из группы)?"),
    (" покинул", "leave", None, "WHO покинулSHE(?: группу)?"),
    (" удалил", "removed", None, "(?:BY удалил|Вы удалили)SHE ALL"),
    (" удален", "removed", None, "ALL(?: былSHE| были)? удал[её]н(?:SHE|ы)"),
    (" создал", "join", None, "WHO создалSHE группу(?: TITLE)?"),
    (" тему ", None, None, "BY изменилSHE тему (?:группы )?(?:с .{1,120} )?на TITLE"),
    (" название ", None, None, "BY изменилSHE название группы (?:с .{1,120} )?на TITLE"),
    ("сквозным шифрованием", None, None, ".{0,300}сквозным шифрованием.{0,300}"),
    (" katıldı", "join", "link", "WHO,? (?:bir |bu )?grup.{0,20} bağlantı.{0,30} katıldı"),
    (" katıldı", "join", None, "WHO gruba katıldı"),
    (" ekledi", "join", "added", "BY, ALL kişisini ekledi"),
    (" sizi ekledi", "join", "added", "BY,? (?P<who>sizi) ekledi"),
    (" eklediniz", "join", "added", "ALL kişisini eklediniz"),
    (" eklendi", "join", "added", "ALL(?: gruba)? eklendi"),
    (" ayrıldı", "leave", None, "WHO(?: gruptan)? ayrıldı"),
    (" çıkardı", "removed", None, "BY, ALL kişisini çıkardı"),
    (" sizi çıkardı", "removed", None, "BY,? (?P<who>sizi) çıkardı"),
    (" çıkardınız", "removed", None, "ALL kişisini çıkardınız"),
    (" çıkarıldı", "removed", None, "ALL(?: gruptan)? çıkarıldı"),
    (" oluşturdu", "join", None, "(?:WHO,? )?(?:TITLE grubunu|bu grubu) oluşturdu(?:nuz)?"),
    (" grup adını ", None, None, "BY,? (?:.{1,120} olan )?grup adını TITLE olarak değiştirdi"),
    (" grubun konusunu ", None, None, "BY,? grubun konusunu TITLE olarak değiştirdi"),
    ("uçtan uca şifreli", None, None, ".{0,300}uçtan uca şifreli.{0,300}"),
    ("加入", "join", "link", "WHO ?已?(?:通过|透過|使用|经由).{0,12}(?:链接|連結).{0,4}加入.{0,6}"),
    ("加入", "join", None, "WHO ?已?加入了?[此本]?群[组組]?"),
    ("添加", "join", "added", "(?:ALL ?已?被添加.{0,4}|BY ?已?添加了? ?ALL)"),
    ("新增", "join", "added", "(?:ALL ?已?被新增.{0,4}|BY ?已?新增了? ?ALL)"),
    ("退出", "leave", None, "WHO ?已?退出了?(?:[此本]?群[组組聊])?"),
    ("离开", "leave", None, "WHO ?已?离开了?(?:[此本]?群[组組聊])?"),
    ("離開", "leave", None, "WHO ?已?離開了?(?:[此本]?群[组組聊])?"),
    ("移除", "removed", None, "(?:ALL ?已?被移除.{0,4}|BY ?已?移除了? ?ALL)"),
    ("群", "join", None, "WHO ?已?(?:创建|建立|創建)了?[此本]?群[组組](?: ?TITLE)?"),
    ("为", None, None, "BY ?已?(?:将|把).{0,12}(?:名称|主题).{0,120}改为 ?TITLE"),
    ("為", None, None, "BY ?已?(?:將|把).{0,12}(?:名稱|主旨|主題).{0,120}[改更]為 ?TITLE"),
    ("端加密", None, None, ".{0,300}端[到對对]端加密.{0,300}"),
)
NAMES = (
    ("SHE", r"(?:а|\(-?л?а\))?"),  # Russian verbs tell women from men, or leave it open: добавил(-а), вышел(-ла)
    ("BY", "(?P<by>.{1,100}?)"),
    ("WHO", "(?P<who>.{1,100}?)"),
    ("TITLE", '["“„«「『](?P<subject>.{1,120})["”“»」』]'),
)
# Not people: "Ana added this group to the community".
PEOPLE = "(?!(?:this|the) (?:group|community|chat)|a group|este grupo|diese Gruppe|ce groupe)(?P<WHICH>.{1,600}?)"


def _compiled(pattern: str) -> re.Pattern[str]:
    for token, names in NAMES:
        pattern = pattern.replace(token, names)
    pattern = pattern.replace("ALL", PEOPLE.replace("WHICH", "who"), 1).replace("ALL", PEOPLE.replace("WHICH", "also"))
    return re.compile(pattern + r"[.。]?")


NOTICES = tuple((word, change, how, _compiled(pattern)) for word, change, how, pattern in TABLE)


def read_notice(text: str) -> WhatsappNotice | None:
    """What a line without invisible marks says, if WhatsApp wrote it."""
    if len(text) > MOST_NOTICE:
        return None
    for word, change, how, pattern in NOTICES:
        if word in text and (found := pattern.fullmatch(text)):
            names = found.groupdict()
            who = names.get("who") or names.get("also")
            return WhatsappNotice(change, how, who, names.get("by"), names.get("subject"))
    return None
