"""The reasons in simplified Chinese; the traditional ones are converted from these."""

from __future__ import annotations

from retrieval.reasons.codes import Table

SIMPLIFIED = Table(
    texts={
        # 没有收录的文件，或其中的一部分
        "file_empty": "文件是空的，请检查后重新发来。",
        "no_text": "里面没有文字，请检查文件内容。",
        "not_text": "这不是文本文件，请把后缀改成它真正的类型再发来。",
        "unknown_type": "这种文件读不了，请另存为以下类型之一：{types}。",
        "reading_failed": "读取时出错（{error}），请另存为别的格式，并告诉开发者。",
        "file_damaged": "文件已损坏，请重新保存或打包。",
        "file_locked": "文件有密码，请去掉密码再发来。",
        "old_office": "文件是旧版 Office 格式（如 .doc），已损坏或打不开，请另存为新格式。",
        "xml_entities": "文件里有可疑的 XML 实体，没有打开；请用 Office 重新保存。",
        "out_of_proportion": "文件解压后大得不合理，没有打开；请重新打包。",
        "unpacks_too_large": "解压后超过 {megabytes} MB，请拆成几个文件。",
        "file_too_large": "文件超过 {megabytes} MB，请拆成几个，或调高 WENCE_MAX_FILE_MB。",
        "too_many_pages": "页数太多，不像一篇文章，请拆成几个文件。",
        "pdf_scan": "这个 PDF 没有文字层（多半是扫描件）；"
        "请装上文字识别（wence[ocr]），或先做文字识别（OCR）再发来。",
        "pdf_unmapped": "这个 PDF 的字体没有标明每个字是什么，文字读不出来；"
        "请装上文字识别（wence[ocr]），或先做文字识别（OCR）再发来。",
        "recognition_missing": "这是图片；请装上文字识别（wence[ocr]）再试，或发来文字。",
        "only_pictures": "里面只有图片，没有文字，请先做文字识别（OCR）再发来。",
        "no_page": "里面没有网页，请在浏览器里重新保存。",
        "page_drawn_by_script": "这个网页的正文由脚本生成，文件里没有；"
        "请在浏览器里打开后存为 MHTML 或 PDF 再发来。",
        "page_without_article": "这是网站的出错、跳转或验证页，里面没有文章；"
        "请看到正文以后再保存。",
        "front_matter_not_yaml": "开头两行 --- 之间的内容不是正确的 YAML，请改正。",
        "gzip_damaged": "压缩数据已损坏，请重新压缩。",
        "line_not_json": "第 {line} 行不是 UTF-8 编码的 JSON，请改正这一行。",
        "line_without_text": "第 {line} 行没有正文（text），请补上。",
        "line_too_long": "第 {line} 行太长，请拆成几行，或调高 WENCE_MAX_FILE_MB。",
        "no_text_column": "第一行的列名（{columns}）里没有正文，请把那一列命名为 text 或 正文。",
        "bad_row": "第 {line} 行或它下面不成表格，请检查引号是否成对。",
        "too_many_cells": "表格太大，请拆成几个文件，或只留下有用的工作表。",
        "needs_libreoffice": "旧版 Office 文件要靠 LibreOffice 来读，这里没有装；请另存为 {type}。",
        "took_too_long": "转换用时太久，没有读完；请另存为新格式，或拆成几个文件。",
        "type_ignored": "不是能读的文件类型；里面有文章的话，请另存为 .docx、.pdf 或 .txt。",
        "other_archive": "这种压缩包打不开；里面有文章的话，请解压，或改用 .zip。",
        "archive_in_archive": "压缩包套了不止两层，请解开里面的再打包。",
        "path_leaves_archive": "它的路径指向压缩包之外，没有读取；请重新打包。",
        "not_permitted": "没有权限读取，请让运行问策的用户能读这个文件。",
        "file_missing": "文件不在了，请看看是不是移走了，或链接失效了。",
        "not_read": "读不出来（{error}），请检查它所在的磁盘。",
        "not_ordinary_file": "这不是普通文件，请换成真正的文件。",
        "too_deep": "文件夹套得太深，请往上移几层。",
        "path_missing": "没有 {path} 这个文件或文件夹，请检查名称。",
        "path_not_remembered": "没有记住 {path}，请从记住的里面选一个：{known}。",
        "no_path_remembered": "还没有记住文件夹或文件，没有什么可以不再读的。",
        "path_inside": "{path} 在记住的 {folder} 里面，请写整个文件夹；"
        "只移除几篇文章请用 wence remove。",
        "gone_but_kept": "文件不在原处了，已收录的文章仍然保留；请放回去，或移除这些文章。",
        "further_refusals": "……另有 {count} 处没有收录。",
        # 已收录，但要核对
        "encoding_guessed": "文字编码是猜的（{encoding}），请核对有没有乱码。",
        "front_matter_kept": "开头像 YAML 但写得不对，已当作正文；要作为文章信息，请改正两行 --- "
        "之间的内容。",
        "date_not_understood": "「{key}」一栏的“{written}”不是日期，请写成 2024-01-31 这样。",
        "correction_unused": "没有文件“{written}”，这一行没有用上；请检查文件名。",
        "correction_file_gone": "{file} 已不在原处，不能重读；请再收录一次。",
        "correction_in_table": "{table} 管着这个文件，请在那里改，再重建索引。",
        "correction_field_unknown": "没有“{field}”这一项，可以更正的有：{known}。",
        "place_unknown": "适用地区“{written}”不是已知的行政区划，请写全称"
        "（如山东省济南市）或六位代码。",
        "title_doubtful": "标题里可能有乱码，请在文件开头的 YAML 或 articles.csv 里写明标题。",
        "page_of_links": "这个网页像是一列链接，不像文章，请对照原文核对。",
        "recognised": "第 {pages} 页识别自扫描件，{count} 处没有把握，请对照原件核对。",
        "cells_hidden": "工作簿里隐藏的没有收：{rows} 行、{columns} 列、{sheets} 张工作表；"
        "要收的话先取消隐藏，再导入一次。",
        "pages_unread": "第 {pages} 页是图片或读不出文字，没有收录；"
        "请装上文字识别（wence[ocr]），或先做文字识别（OCR）。",
        "text_doubtful": "正文里有 {count} 处可能是乱码，引用时会注明；请对照原文核对。",
        "changed_while_read": "读取时文件正在改动；下次重新读完以前，仍用原来的。",
        "id_twice": "编号 {id} 在文件里出现了两次，以第一次为准；请改掉其中一个。",
        "id_replaced": "编号 {id} 的文章取代了 {file} 里的那一篇。",
        # 数据目录、索引和收录的文章
        "home_busy": "进程 {process} 正在写入 {home}，请等它结束再试。",
        "home_not_created": "无法建立数据目录 {home}（{error}），请用 --home 换一个目录。",
        "index_damaged": "索引已损坏（{path}），文章没有丢；"
        "请用 /reindex 或 wence reindex --stored 重建索引。",
        "index_older": "索引 {path} 是旧版格式，文章没有丢；"
        "请用 /reindex 或 wence reindex --stored 重建索引。",
        "index_missing": "有文章，没有索引（{path}）："
        "请运行 wence reindex，或等正在进行的那次结束。",
        "index_of_another": "索引 {path} 是从另一份收录建的：请运行 wence reindex。",
        "index_changing": "{path} 里的索引正在不断更换，请稍后再试。",
        "index_not_written": "索引写不进 {path}（{error}），请腾出空间或开放权限，再用 /reindex 或 "
        "wence reindex --stored 重建。",
        "engine_missing": "WENCE_ENGINE=opensearch 还需要一个库：请安装 wence[cluster]。",
        "engine_without_address": "WENCE_ENGINE=opensearch 需要集群地址："
        "请设置 WENCE_OPENSEARCH_URL。",
        "engine_unreachable": "检索集群没有应答（{hosts}：{error}），"
        "请看它是否在运行、WENCE_OPENSEARCH_URL 是否正确，然后重试。",
        "engine_incomplete": "检索集群缺少部分分片（{hosts}），请等集群状态不再是 red 再试。",
        "engine_denied": "检索集群不让 {user} 进入，请检查 WENCE_OPENSEARCH_USER、"
        "WENCE_OPENSEARCH_PASSWORD 和该用户的权限。",
        "engine_certificate": "检索集群的证书不受信任（{hosts}），"
        "请把签发机构的证书写进 WENCE_OPENSEARCH_CA。",
        "engine_full": "检索集群的磁盘已满，请腾出空间，然后重新发布。",
        "engine_refused": "检索集群拒绝了一个请求（{error}），"
        "请用 wence reindex --to opensearch 重新发布索引。",
        "engine_unknown": "这种集群或版本不受支持（{version}），"
        "需要 OpenSearch 1.0 以上，或 Elasticsearch 7.10 以上。",
        "engine_newer": "集群里的索引是另一版本的问策发布的，"
        "请用 wence reindex --to opensearch 重新发布，或更新本程序。",
        "engine_recipe": "集群里的索引 {index} 不见了，或是用另一种做法建的："
        "请运行 wence reindex --to opensearch 重新发布。",
        "engine_miscounted": "集群里有 {found} 个段落，应有 {wanted} 个；现有的回答不受影响，"
        "请用 wence reindex --to opensearch 重新发布。",
        "parts_none": "{path} 里没有分片，请先用 wence prepare 准备。",
        "parts_inside": "{out} 在 {path} 里面，分片会被当作文章来读：请换一个外面的文件夹。",
        "parts_mixed": "{path} 里的分片不是同一批（{one} 与 {other}）："
        "请在空文件夹里重新准备全部分片，其间不要改动文件和份数。",
        "part_missing": "{path} 缺少分片 {part}：请运行 wence prepare --part {part}，再装载。",
        "part_damaged": "{file} 已损坏：请重新准备这一片，再装载。",
        "part_of_another_recipe": "分片 {part} 是用另一份词库或另一版本准备的："
        "请用本机的词库和版本重新准备全部分片。",
        "collection_not_opened": "文章库 {path} 打不开（{error}），请运行 wence doctor 检查；"
        "或移走这个文件，重新收录。",
        "collection_newer": "文章库 {path} 是更新版本的问策写的，"
        "请安装那个版本，或换回升级前备份的家目录。",
        "lexicon_not_read": "词表 {path} 读不了，请存为 UTF-8 编码。",
        "lexicon_word": "{path} 第 {line} 行写成了“{written}”，应写“词 频率 [词性]”，频率大于 0。",
        "lexicon_group": "{path} 第 {line} 行写成了“{written}”，应至少写两个词，用空格隔开。",
        "lexicon_everyday": "{path} 第 {line} 行写成了“{written}”，应写“日常说法 > 正式用语 "
        "[权重]”，双向用 =，权重大于 0、至多 1。",
        "lexicon_division": "{path} 第 {line} 行写成了“{written}”，应写“六位代码 名称 "
        "[别名…]”，每个名称至少两个字。",
        "resource_missing": "缺少目录 data/{name}，请重新安装问策。",
        "article_unknown": "没有编号为 {name} 的文章，请用 /articles 或 wence articles 查看全部。",
        "article_gone": "文章 {name} 已不在收录之列；它原来的内容可用 "
        "wence show {name} --version {version} 查看。",
        "article_hidden": "文章 {name} 已隐藏，请先恢复显示。",
        "version_unknown": "文章库里没有版本 {version}，请用 /reindex 或 wence reindex 重建索引。",
        "version_of_article_unknown": "文章 {name} 没有版本 {version}，现有版本：{known}。",
        "quote_unknown": "文章 {name} 的各个版本里都没有这段引文，请照发出的原样复制。",
        # 机器人和命令行
        "reindex_running": "正在重建索引，请等它结束。",
        "reindex_ended": "重建索引中途停止了，请看日志。",
        "newer_program": "问策在机器人运行时更新过，请重启机器人。",
        "chats_not_opened": "{path} 打不开（{error}），请换回备份；或移走它，从空的开始。",
        "chats_newer": "{path} 是更新版本的问策写的，请重新安装那个版本，或换回旧的备份。",
        "chats_emptied": "{path} 是空的，原来的内容没有了：请换回备份；"
        "或把它和 chats.key 一起删掉，从空的开始。",
        "chats_replaced": "机器人运行时 {path} 被换掉、清空或移走了："
        "请确认放着的是对的那份，再启动。",
        "chats_key_wrong": "{path} 没有了、不完整，或不是 chats.db 的密钥：请换回和 chats.db "
        "一起备份的那份；没有备份就运行 wence renew-key，除了问题都保得住。",
        "chats_in_use": "{path} 正在使用：请先停下机器人和别的打开它的程序。",
        "hidden_not_read": "{path} 读不了（{error}），因而不知道哪些文章已隐藏；请换回备份，"
        "或移走它。",
        "learnt_damaged": "从 👍 学到的读不了（{path}），请删掉这个文件，再运行 wence learn。",
        "too_many_watches": "每个聊天最多订阅 {limit} 个关键词，请先用 /watches 取消一些。",
        "settings_invalid": "{names} 的值不对，请对照 .env.example 改正。",
        "setting_misspelt": "没有 {name} 这项设置，可能是 {likely}，请改正。",
        "setting_unknown": "没有 {name} 这项设置，请对照 .env.example。",
        "http_address_in_use": "无法在 {address} 上监听，请把 WENCE_HTTP 改成本机空闲的端口。",
        "web_missing": "网页还需要一些库：请安装 wence[web]，或把 WENCE_HTTP 留空。",
        "webhook_refused": "Telegram 不接受这个 webhook（{error}），请检查 WENCE_WEBHOOK_URL。",
        "webhook_without_http": "用 webhook 要有监听的地址：请填 WENCE_HTTP，"
        "或把 WENCE_WEBHOOK_URL 留空。",
        "sandbox_missing": "沙盒还需要一些库：请安装 wence[web]。",
        "sandbox_port_in_use": "端口 {port} 已被占用：也许沙盒已经开着；不然请用 --port 换一个。",
        "token_missing": "没有设置 WENCE_TOKEN，请向 @BotFather 要一个令牌，写进 .env。",
        "token_unknown": "Telegram 不认这个令牌，请从 @BotFather 重新复制到 WENCE_TOKEN。",
        "token_polled_elsewhere": "别处有机器人在用同一个令牌，请停掉它，"
        "或向 @BotFather 另要一个令牌。",
        "token_served_here": "本机已有进程在用这个令牌，请先停掉它，或给这个机器人另一个令牌。",
        "token_revoked": "这个令牌已被撤销，Telegram 不再认它；请从 @BotFather 取新的，"
        "写进 WENCE_TOKEN，再启动机器人。",
        "lock_not_taken": "{path} 里的锁拿不到（{error}），请让这个目录可写。",
        "lock_of_another": "放锁的目录 {path} 别的用户也能写：请让人删掉它，或用 TMPDIR 另指一处。",
        "question_empty": "问题是空的，请写上想知道的事。",
        "question_line": '第 {line} 行不是问题，每行应是 {{"id": "q1", "question": "…"}} '
        "这样的 JSON。",
        "file_not_written": "{path} 写不进去（{error}），请换一个文件。",
        "backup_no_home": "没有家目录 {home}：请用 --home 指定要备份的。",
        "backup_exists": "{path} 已经存在，请换一个文件名。",
        "backup_of_damage": "{path} 备份不了（{error}），请运行 wence doctor 检查。",
        "backup_damaged": "{path} 被截断或改动过，或不是这里要的：备份用 wence restore，"
        "导出用 wence import，请用另一份。",
        "backup_newer": "{path} 是更新版本的问策写的，请安装那个版本。",
        "restore_not_empty": "家目录 {home} 不是空的：请用 --home 换一个，"
        "或加 --replace 把它移到一边。",
        "follow_address": "“{written}”不是可以关注的网址，请写以 https:// 开头、不带密码的。",
        "follow_unknown": "没有关注 {name}，关注着的有：{known}。",
        "nothing_followed": "还没有关注网站，没有什么可以取消的。",
        "follow_name_taken": "已有别的来源叫 {name}，请用 --name 换一个名字。",
        "follow_running": "正在读关注的网站，请等它结束。",
        "follow_not_opened": "{path} 打不开（{error}），请换回备份；或删掉它，重新关注。",
        "follow_private": "这个网址指向内网；确实要读的话，把主机写进 WENCE_FOLLOW_HOSTS。",
        "follow_redirects": "网址一直在跳转，请关注它最后到的地址。",
        "follow_forbidden": "网站不许程序读取（robots.txt），请问问网站的主人。",
        "follow_status": "网站回答 {status}，请在浏览器里打开看看。",
        "follow_deferred": "网站要求过 {minutes} 分钟再来，到时再读。",
        "follow_unreachable": "网站连不上，请看看网址对不对。",
        "follow_proxy": "代理没有连上网站，请看看网址和 WENCE_PROXY 对不对。",
        "follow_took_too_long": "网站太久没有回答，下次再试。",
        "follow_broken": "网站的回答断了，下次再试。",
        "follow_too_large": "超过 {megabytes} MB，要收录请调高 WENCE_MAX_FILE_MB。",
        "follow_type": "网站发来的这种文件读不了（{type}）。",
        "follow_too_many": "网站超过 {most} 页，请分栏目关注。",
        "follow_list_empty": "列表里一条也没有了，请看看网站是不是改版了。",
        "follow_paged_by_script": "列表靠脚本翻页，只读了这一页；请改为关注网站的 RSS 或网站地图。",
        "disk_full": "磁盘满了（数据目录或输出所在的），请腾出空间再试。",
        "disk_read_only": "磁盘只能读（数据目录或输出所在的）：请查看出了什么事（dmesg），"
        "重新挂载成可写再试。",
        "database_unusable": "数据目录里有数据库用不了（{error}），请运行 wence doctor 检查。",
        "place_unusable": "{path} 用不了（{error}），请处理后再试。",
        "output_unusable": "输出写不出去（{error}），请处理后再试。",
        "program_fault": "程序出错（{error}，{place}），请运行 wence doctor；查不出原因的话，"
        "请把这一行告诉开发者。",
        # 评测
        "questions_not_read": "{path} 读不了，请指定 UTF-8 编码的 .jsonl 文件。",
        "evaluation_line": '{path} 第 {line} 行不对，请用 JSON 写 {{"id", "question", '
        '"article_ids", "answers"}}。',
        "run_not_written": "结果写不进 {path}（{error}），请换一个目录。",
        "run_missing": "{path} 里没有评测结果，可用 wence evaluate QUESTIONS --save {path} 生成。",
        "runs_disjoint": "两次评测没有共同的、有答案的问题，请比较别的。",
    },
    errors={
        "EACCES": "没有权限",
        "EPERM": "没有权限",
        "ENOENT": "不存在",
        "EEXIST": "已有同名的文件",
        "ENOTDIR": "上级不是目录",
        "EISDIR": "是目录",
        "ENOTEMPTY": "目录不是空的",
        "ENOSPC": "磁盘已满",
        "EDQUOT": "配额已用完",
        "EROFS": "只读的文件系统",
        "EIO": "读写出错",
        "EBUSY": "正被占用",
        "ENAMETOOLONG": "名称太长",
        "ELOOP": "链接绕成了圈",
        "EMFILE": "打开的文件太多",
        "ENFILE": "打开的文件太多",
        "EFBIG": "文件太大",
        "ESTALE": "网络文件已失效",
        "SQLITE_NOTADB": "不是数据库",
        "SQLITE_CORRUPT": "已损坏",
        "SQLITE_BUSY": "正被别的进程占用",
        "SQLITE_CANTOPEN": "打不开",
        "SQLITE_READONLY": "不能写入",
        "SQLITE_FULL": "磁盘已满",
    },
)
