"""What WhatsApp writes in the place of words that it does not export, in the languages of its users' phones."""

from __future__ import annotations

import re

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
    *("<Media omessi>", "immagine omessa", "video omesso", "audio omesso", "sticker omesso", "sticker non incluso"),
    *("GIF omessa", "GIF esclusa", "documento omesso", "Scheda contatto omessa"),
    *("<Media weggelaten>", "afbeelding weggelaten", "video weggelaten", "audio weggelaten", "sticker weggelaten"),
    *("GIF weggelaten", "document weggelaten", "Contactkaart weggelaten"),
    *("<Без медиафайлов>", "<Файл пропущен>", "изображение отсутствует", "видео отсутствует", "аудио отсутствует"),
    *("изображение не сохранено", "стикер отсутствует", "GIF отсутствует", "документ отсутствует"),
    *("<Medya dahil edilmedi>", "görüntü dahil edilmedi", "Çıkartma dahil edilmedi"),
)
DELETED = (
    *("This message was deleted", "You deleted this message"),
    *("Se eliminó este mensaje", "Este mensaje fue eliminado", "Eliminaste este mensaje"),
    *("Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht"),
    *("Ce message a été supprimé", "Vous avez supprimé ce message"),
    *("Mensagem apagada", "Esta mensagem foi apagada", "Essa mensagem foi apagada", "Você apagou esta mensagem"),
    *("这条消息已删除", "此消息已删除", "此消息已被删除", "你删除了这条消息", "您删除了这条消息"),
    *("此訊息已刪除", "這則訊息已刪除", "這個訊息已被刪除", "你已刪除此訊息", "你已刪除這則訊息", "您已刪除此訊息"),
    *("Questo messaggio è stato eliminato", "Hai eliminato questo messaggio"),
    *("Dit bericht is verwijderd", "Dit bericht werd verwijderd", "U hebt dit bericht verwijderd"),
    *("Je hebt dit bericht verwijderd", "Данное сообщение удалено", "Вы удалили данное сообщение"),
    *("Это сообщение удалено", "Вы удалили это сообщение", "Bu mesaj silindi", "Bu mesajı sildiniz"),
)
STRANGE_STUB = re.compile(r"<(?=[^<>\n]{0,60}[ \u0080-\U0010ffff])[^<>\n]{2,60}>")  # <pominięto multimedia>
KINDS = dict.fromkeys(OMITTED, "media") | {phrase + stop: "deleted" for phrase in DELETED for stop in ("", ".", "。")}
DELETERS = ("admin", "管理")  # deleted by others than the author: a quick check
DELETED_BY = re.compile(r"This message was deleted by admin .{1,100}|.{0,40}(?:被|由)管理[员員].{0,40}[删刪]除[。.]?")
EDITED = (
    *("This message was edited", "Se editó este mensaje", "Diese Nachricht wurde bearbeitet"),
    *("Ce message a été modifié", "Mensagem editada", "Esta mensagem foi editada"),
    *("这条消息已经过编辑", "此消息已编辑", "此訊息已編輯", "已編輯此訊息"),
    *("Questo messaggio è stato modificato", "Dit bericht is bewerkt", "Данное сообщение изменено"),
)
EDITED_ENDS = tuple(f"<{phrase}{stop}>" for phrase in EDITED for stop in ("", ".", "。"))
ATTACHED_ENDS = tuple(  # Android: IMG-1.jpg (file attached)
    f" ({word})"
    for word in (
        *("file attached", "archivo adjunto", "Datei angehängt", "fichier joint", "arquivo anexado"),
        *("file allegato", "bestand bijgevoegd", "файл добавлен"),
        *("文件附件", "附件檔案", "檔案已附加", "附件", "文件已附加"),
    )
)
ATTACHED = re.compile(  # iPhone: <attached: 1-PHOTO.jpg>
    r"<(?:attached|allegato|bijgevoegd|прикреплено|adjunto|Anhang|angehängt|pièce jointe|anexado|anexo"
    r"|附件|已附加|附加檔案) ?[:：] ?[^<>\n]{1,300}>"
)
SPECIALS = (  # polls, and places as links to a map
    *("POLL:", "ENCUESTA:", "UMFRAGE:", "SONDAGE :", "SONDAGE:", "ENQUETE:", "投票：", "投票:", "票选活动："),
    *("Location: https://", "location: https://", "Ubicación: https://", "ubicación: https://", "Standort: https://"),
    *("Localisation : https://", "Localização: https://", "localização: https://", "位置: https://", "位置：https://"),
    *("SONDAGGIO:", "PEILING:", "ОПРОС:", "posizione: https://", "locatie: https://", "Местоположение: https://"),
    *("live location shared", "Live location shared"),
)
