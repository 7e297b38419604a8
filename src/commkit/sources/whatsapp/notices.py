"""The words that WhatsApp itself writes into an export, in the languages of its users' phones."""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_NOTICE = 900  # characters; whatever is longer was written by people

OMITTED = (  # stands in the place of a medium that was not exported
    *("<Media omitted>", "image omitted", "video omitted", "audio omitted", "sticker omitted", "GIF omitted"),
    *("document omitted", "Contact card omitted", "video note omitted", "Video note omitted"),
    *("<Multimedia omitido>", "<Archivo omitido>", "imagen omitida", "video omitido", "Video omitido"),
    *("audio omitido", "sticker omitido", "GIF omitido", "documento omitido", "Tarjeta de contacto omitida"),
    *("<Medien ausgeschlossen>", "<Medien ausgelassen>", "Bild weggelassen", "Video weggelassen"),
    *("Audio weggelassen", "Sticker weggelassen", "GIF weggelassen", "Dokument weggelassen"),
    *("Kontaktkarte ausgelassen", "Kontaktkarte weggelassen"),
    *("<Médias omis>", "<Fichier omis>", "image absente", "vidéo absente", "audio omis", "audio absent"),
    *("sticker omis", "sticker absent", "GIF retiré", "GIF absent", "document manquant", "document omis"),
    *("document absent", "fiche contact manquante", "fiche contact absente"),
    *("<Mídia oculta>", "<Mídia omitida>", "<Arquivo de mídia oculto>", "<Ficheiro não revelado>"),
    *("imagem ocultada", "imagem omitida", "vídeo omitido", "vídeo ocultado", "áudio ocultado", "áudio omitido"),
    *("figurinha omitida", "GIF omitida", "documento omitido", "documento ocultado", "Cartão do contato omitido"),
    *(
        "<媒体省略>",
        "<省略影音内容>",
        "<省略媒体文件>",
        "图片省略",
        "图片已省略",
        "图片已忽略",
        "图像已忽略",
        "视频已省略",
    ),
    *(
        "视频已忽略",
        "视频省略",
        "音频已省略",
        "音频已忽略",
        "音频省略",
        "贴图已忽略",
        "贴图省略",
        "GIF 动图省略",
        "GIF已省略",
    ),
    *("文件已省略", "文件已忽略", "文档省略", "联系人名片省略"),
    *("<省略多媒體檔案>", "<已省略多媒體檔案>", "圖片已略去", "圖片已省略", "影片已略去", "影片已省略", "音訊已略去"),
    *("語音訊息已省略", "貼圖已忽略", "貼圖已略去", "貼圖已省略", "文件已略去", "聯絡人名片已省略", "GIF 已略去"),
)
DELETED = (
    *("This message was deleted", "You deleted this message"),
    *("Se eliminó este mensaje", "Este mensaje fue eliminado", "Eliminaste este mensaje"),
    *("Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht"),
    *("Ce message a été supprimé", "Vous avez supprimé ce message"),
    *("Mensagem apagada", "Esta mensagem foi apagada", "Essa mensagem foi apagada", "Você apagou esta mensagem"),
    *("这条消息已删除", "此消息已删除", "此消息已被删除", "你删除了这条消息", "您删除了这条消息"),
    *("此訊息已刪除", "這則訊息已刪除", "這個訊息已被刪除", "你已刪除此訊息", "你已刪除這則訊息", "您已刪除此訊息"),
)
KINDS = dict.fromkeys(OMITTED, "media") | {phrase + stop: "deleted" for phrase in DELETED for stop in ("", ".", "。")}
DELETERS = ("admin", "管理")  # deleted by others than the author: a quick check
DELETED_BY = re.compile(r"This message was deleted by admin .{1,100}|.{0,40}(?:被|由)管理[员員].{0,40}[删刪]除[。.]?")
EDITED = (
    *("This message was edited", "Se editó este mensaje", "Diese Nachricht wurde bearbeitet"),
    *("Ce message a été modifié", "Mensagem editada", "Esta mensagem foi editada"),
    *("这条消息已经过编辑", "此消息已编辑", "此訊息已編輯", "已編輯此訊息"),
)
EDITED_ENDS = tuple(f"<{phrase}{stop}>" for phrase in EDITED for stop in ("", ".", "。"))
ATTACHED_ENDS = tuple(  # Android: IMG-1.jpg (file attached)
    f" ({word})"
    for word in (
        *("file attached", "archivo adjunto", "Datei angehängt", "fichier joint", "arquivo anexado"),
        *("文件附件", "附件檔案", "檔案已附加", "附件", "文件已附加"),
    )
)
ATTACHED = re.compile(  # iPhone: <attached: 1-PHOTO.jpg>
    r"<(?:attached|adjunto|Anhang|angehängt|pièce jointe|anexado|anexo|附件|已附加|附加檔案) ?[:：] ?[^<>\n]{1,300}>"
)
SPECIALS = (  # polls, and places as links to a map
    *("POLL:", "ENCUESTA:", "UMFRAGE:", "SONDAGE :", "SONDAGE:", "ENQUETE:", "投票：", "投票:", "票选活动："),
    *("Location: https://", "location: https://", "Ubicación: https://", "ubicación: https://", "Standort: https://"),
    *("Localisation : https://", "Localização: https://", "localização: https://", "位置: https://", "位置：https://"),
    *("live location shared", "Live location shared"),
)
YOU = frozenset({"you", "ti", "te", "tú", "du", "dich", "vous", "você", "你", "您"})  # the exporter
LIST = re.compile(r", (?:(?:and|und|et|y|e) )?(?:a )?| (?:and|und|et|y|e|&) (?:a )?|、")
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
