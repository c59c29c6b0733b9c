"""The reasons in English."""

from __future__ import annotations

import errno
import os

from retrieval.reasons.codes import Table

ENGLISH = Table(
    texts={
        # A file, or a part of one, that is not taken in
        "file_empty": "The file is empty: send one that holds text.",
        "no_text": "There is no text in it: check what it holds.",
        "not_text": "The file is not text: give it the suffix of what it is.",
        "unknown_type": "Files of this type cannot be read; those that can: {types}.",
        "reading_failed": "Reading it failed ({error}): save it as another type, and report it.",
        "file_damaged": "The file is damaged: save or pack it again.",
        "file_locked": "The file is locked with a password: save it without one.",
        "old_office": "The file is of an older Office format (like .doc) and damaged, or too old "
        "to be opened: save it anew as .docx, .xlsx or .pptx.",
        "xml_entities": "The file declares XML entities, which no office program does, and was not "
        "opened: save it anew.",
        "out_of_proportion": "The file unpacks out of all proportion and was not opened: "
        "pack it again.",
        "unpacks_too_large": "It unpacks to more than {megabytes} MB: split it.",
        "file_too_large": "It is larger than {megabytes} MB: split it, or raise WENCE_MAX_FILE_MB.",
        "too_many_pages": "It has too many pages for one article: split it.",
        "pdf_scan": "It is a scan without a text layer: install wence[ocr] to have it recognised, "
        "or run text recognition (OCR) over it first.",
        "pdf_unmapped": "Its fonts do not say which characters they draw: install wence[ocr] to "
        "have it recognised, or run text recognition (OCR) over it first.",
        "recognition_missing": "It is a picture: install wence[ocr] to have it recognised, or send "
        "its text.",
        "only_pictures": "It holds no text, only pictures: run text recognition (OCR) over it "
        "first.",
        "no_page": "It holds no page: save the page again.",
        "page_drawn_by_script": "A script draws this page, and its text is not in the file: save "
        "it from a browser as MHTML, or as a PDF.",
        "page_without_article": "It is what a site shows in place of an article (an error, a "
        "redirection, a check of the visitor): save the page once its text can be seen.",
        "front_matter_not_yaml": "The front matter is not YAML: correct the lines between the two "
        "---.",
        "gzip_damaged": "The compressed data is damaged: compress the file again.",
        "line_not_json": "Line {line} is not JSON in UTF-8: correct that line.",
        "line_without_text": "Line {line} is not an object with a text: correct that line.",
        "line_too_long": "Line {line} is too long: split it, or raise WENCE_MAX_FILE_MB.",
        "no_text_column": "Its first line ({columns}) names no column for the text: call "
        "that one text or 正文.",
        "bad_row": "Line {line} or one below it is not a row of a table: correct its quotes.",
        "too_many_cells": "Its tables are too large: split it, or keep only the sheets of use.",
        "needs_libreoffice": "An old Office file needs LibreOffice, which is not installed here: "
        "save it as {type}.",
        "took_too_long": "Converting it takes too long: save it in a new format, or split it.",
        "type_ignored": "Its type is not read: if it holds an article, save it as .docx, .pdf or "
        ".txt.",
        "other_archive": "This kind of archive is not opened: unpack it, or use .zip.",
        "archive_in_archive": "It is an archive in an archive in an archive: unpack the inner one.",
        "path_leaves_archive": "Its path leads out of the archive, and it was not read: "
        "pack it again.",
        "not_permitted": "It cannot be read (Permission denied): let the user who runs Wence "
        "read it.",
        "file_missing": "It is not there: see where it went, or where the link leads.",
        "not_read": "It cannot be read ({error}): check the disk that it is on.",
        "not_ordinary_file": "It is not an ordinary file: put a file in its place.",
        "too_deep": "It lies too deep: move it up.",
        "path_missing": "There is no file or folder {path}: check its name.",
        "path_not_remembered": "{path} is not among the remembered paths: choose one of {known}.",
        "no_path_remembered": "No folder or file is remembered, so there is none to forget.",
        "path_inside": "{path} lies in {folder}, which is remembered as a whole: forget that one, "
        "or remove single articles with wence remove.",
        "gone_but_kept": "It is not there, and what was taken in from it is kept: put it back, "
        "or remove its articles.",
        "further_refusals": "… and {count} more.",
        # Taken in, but to be looked at
        "encoding_guessed": "The encoding is a guess ({encoding}): check the text.",
        "front_matter_kept": "It opens like front matter but is not YAML, and was kept as text: "
        "correct the lines between the two ---.",
        "date_not_understood": "Its {key} “{written}” is not a date: write it like 2024-01-31.",
        "correction_unused": "There is no file “{written}” that this row could correct: "
        "write its name anew.",
        "correction_file_gone": "{file} is not where it was and cannot be read again: "
        "take it in once more.",
        "correction_in_table": "{table} corrects this file: change it there, then reindex.",
        "correction_field_unknown": "There is no field “{field}”; these can be corrected: {known}.",
        "place_unknown": "Its place “{written}” is not a known division: write its name in full, "
        "like 山东省济南市, or its code of six digits.",
        "title_doubtful": "Its title may be corrupt: state it in front matter or a table.",
        "page_of_links": "It seems to be a list of links to other pages: compare it with the "
        "original.",
        "recognised": "Pages {pages} were recognised from a picture, {count} stretches with "
        "doubts: compare them with the original.",
        "cells_hidden": "Hidden in the workbook and left out: {rows} rows, {columns} columns, "
        "{sheets} sheets: show them and take it in again if they belong to it.",
        "pages_unread": "Pages {pages} are pictures or cannot be read, and are missing: "
        "install wence[ocr], or run text recognition (OCR) over them first.",
        "text_doubtful": "Parts of its text may be corrupt ({count}) and will be shown with a "
        "warning: compare them with the original.",
        "changed_while_read": "It changed while it was read: until it is read again, what it "
        "said before counts.",
        "id_twice": "The id {id} stands there twice, and the first one counts: change one of them.",
        "id_replaced": "The id {id} replaces the one of {file}.",
        # A home, its index and its collection
        "home_busy": "Process {process} is writing to {home}: wait for it to finish, then try "
        "again.",
        "home_not_created": "The home {home} cannot be created ({error}): "
        "name another directory with --home.",
        "index_damaged": "The index is damaged ({path}): run `wence reindex --stored`.",
        "index_older": "The index {path} has the format of an earlier release: run "
        "`wence reindex --stored`.",
        "index_missing": "There are articles but no index ({path}): run `wence reindex`, or "
        "wait for the run that goes on.",
        "index_of_another": "The index {path} was made from another collection: run "
        "`wence reindex`.",
        "index_changing": "The index in {path} keeps changing: try again.",
        "index_not_written": "The index cannot be written to {path} ({error}): "
        "make room there or make it writable, then run `wence reindex --stored`.",
        "engine_missing": "WENCE_ENGINE=opensearch needs one more library: install wence[cluster].",
        "engine_without_address": "WENCE_ENGINE=opensearch needs the cluster's addresses: set "
        "WENCE_OPENSEARCH_URL.",
        "engine_unreachable": "The search cluster does not answer ({hosts}: {error}): "
        "see whether it is up and WENCE_OPENSEARCH_URL is right, then try again.",
        "engine_incomplete": "The search cluster lacks some of its shards ({hosts}): "
        "wait until its health is no longer red, then try again.",
        "engine_denied": "The search cluster does not let {user} in: check "
        "WENCE_OPENSEARCH_USER, WENCE_OPENSEARCH_PASSWORD and what that user may do.",
        "engine_certificate": "The certificate of the search cluster is not trusted ({hosts}): put "
        "the certificate of its authority into WENCE_OPENSEARCH_CA.",
        "engine_full": "The disks of the search cluster are full: make room there, then publish "
        "again.",
        "engine_refused": "The search cluster refuses a request ({error}): publish the index again "
        "with `wence reindex --to opensearch`.",
        "engine_unknown": "The cluster is of a kind or version that is not spoken to ({version}): "
        "OpenSearch from 1.0, or Elasticsearch from 7.10, is needed.",
        "engine_newer": "What is published in the cluster is of another version of Wence: publish "
        "it again with this one by `wence reindex --to opensearch`, or update this one.",
        "engine_recipe": "The index {index} of the cluster is missing or made by another recipe: "
        "publish it again with `wence reindex --to opensearch`.",
        "engine_miscounted": "The cluster holds {found} passages instead of {wanted}: what answers "
        "has not been changed, publish again with `wence reindex --to opensearch`.",
        "parts_none": "There are no parts in {path}: write them with `wence prepare` first.",
        "parts_inside": "{out} lies inside {path}, so that parts would be read as articles: "
        "name a folder outside of it.",
        "parts_mixed": "{path} holds parts that do not belong together ({one} and {other}): "
        "prepare all of them again, into an empty folder, without changing files or K between.",
        "part_missing": "{path} lacks part {part}: run `wence prepare --part {part}` again, "
        "then load.",
        "part_damaged": "{file} is damaged: prepare that part again, then load.",
        "part_of_another_recipe": "Part {part} was prepared with another lexicon or another "
        "release: prepare all parts again with those of this machine.",
        "collection_not_opened": "The collection {path} cannot be opened ({error}): "
        "run `wence doctor`, or move the file away and index again.",
        "collection_newer": "The collection {path} was written by a newer Wence: "
        "install that version, or put back a copy of the home from before the upgrade.",
        "lexicon_not_read": "The lexicon file {path} cannot be read: save it as UTF-8.",
        "lexicon_word": "{path}, line {line}: write “word frequency [tag]” with a frequency above "
        "0, not “{written}”.",
        "lexicon_group": "{path}, line {line}: write at least two words, separated by spaces, "
        "not “{written}”.",
        "lexicon_everyday": "{path}, line {line}: write “people's words > official terms "
        "[weight]”, with = for both directions and a weight above 0, at most 1, not “{written}”.",
        "lexicon_division": "{path}, line {line}: write a code of six digits, a name and perhaps "
        "other names, each of at least two characters, not “{written}”.",
        "resource_missing": "The directory data/{name} is missing: install Wence again.",
        "article_unknown": "No article has the id or key {name}: `wence articles` lists them.",
        "article_gone": "Article {name} is no longer in the collection: "
        "`wence show {name} --version {version}` shows what it said.",
        "article_hidden": "The article {name} is hidden: show it again first.",
        "version_unknown": "The collection has no version {version}: run `wence reindex`.",
        "version_of_article_unknown": "Article {name} has no version {version}: it has {known}.",
        "quote_unknown": "No version of article {name} holds that quote: copy it as it was sent.",
        # The bot and the command line
        "reindex_running": "A reindex is already running: wait for it to finish.",
        "reindex_ended": "The reindex ended without a word: see the log.",
        "newer_program": "Wence was updated while the bot ran: restart the bot.",
        "chats_not_opened": "{path} cannot be opened ({error}): put back a copy of it, "
        "or move it away to start with an empty one.",
        "chats_newer": "{path} was written by a newer version of wence: "
        "install that version again, or put back an older copy of the file.",
        "chats_emptied": "{path} is empty and has lost what it held: put back a copy of it, or "
        "remove it with chats.key to start with none.",
        "chats_replaced": "{path} was replaced, emptied or taken away while the bot ran: "
        "see that it is the right one, then start the bot again.",
        "chats_key_wrong": "{path} is missing, cut off, or not the key of chats.db: put back the "
        "copy that was made with chats.db, or run `wence renew-key`, which keeps all but the "
        "questions.",
        "chats_in_use": "{path} is in use: stop the bot and whatever else has it open first.",
        "hidden_not_read": "{path} cannot be read ({error}), and it says which articles are "
        "hidden: put back a copy of it, or move it away.",
        "learnt_damaged": "What was learnt from 👍 cannot be read ({path}): remove that file, "
        "and run `wence learn`.",
        "too_many_watches": "A chat has at most {limit} watches: end one with /watches first.",
        "settings_invalid": "{names}: not a valid value; see .env.example for what belongs there.",
        "setting_misspelt": "{name} is not a setting: it may be meant to be {likely}; correct it.",
        "setting_unknown": "{name} is not a setting: see .env.example for those that are.",
        "http_address_in_use": "{address} cannot be listened at: set WENCE_HTTP to a free port of "
        "this machine.",
        "web_missing": "Pages need more libraries: install wence[web], or leave WENCE_HTTP empty.",
        "webhook_refused": "Telegram refuses the webhook ({error}): check WENCE_WEBHOOK_URL.",
        "webhook_without_http": "A webhook needs an address to listen at: set WENCE_HTTP, or leave "
        "WENCE_WEBHOOK_URL empty.",
        "sandbox_missing": "The sandbox needs more libraries: install wence[web].",
        "sandbox_port_in_use": "Port {port} is in use: the sandbox may be open already; else take "
        "another one with --port.",
        "token_missing": "WENCE_TOKEN is not set: get a token from @BotFather and put it in .env.",
        "token_unknown": "Telegram does not know this token: copy it again from @BotFather into "
        "WENCE_TOKEN.",
        "token_polled_elsewhere": "Another bot somewhere polls with the same token: stop it, "
        "or get a token of its own from @BotFather.",
        "token_served_here": "Another process on this machine already serves this token: "
        "stop it first, or give this bot a token of its own.",
        "token_revoked": "Telegram knows this token no longer, it was revoked: "
        "get the new one from @BotFather, put it into WENCE_TOKEN, and start the bot again.",
        "lock_not_taken": "The lock in {path} cannot be taken ({error}): "
        "make that directory writable.",
        "lock_of_another": "The directory of the locks, {path}, is open to another user: have it "
        "removed, or point TMPDIR elsewhere.",
        "question_empty": "The question is empty: write what you want to know.",
        "question_line": "Line {line} is not a question: each line is a JSON object like "
        '{{"id": "q1", "question": "…"}}.',
        "file_not_written": "{path} cannot be written ({error}): name another file.",
        "backup_no_home": "There is no home {home}: name the one to back up with --home.",
        "backup_exists": "{path} is there already: name another file.",
        "backup_of_damage": "{path} cannot be backed up ({error}): run `wence doctor`.",
        "backup_damaged": "{path} is cut off or was changed, or is not what belongs here: "
        "restore takes a backup, import an export.",
        "backup_newer": "{path} was made by a newer Wence: install that version.",
        "restore_not_empty": "The home {home} is not empty: name another one with --home, or put "
        "it aside with --replace.",
        "follow_address": "{written} is no address that can be followed: write one that begins "
        "with https:// and holds no password.",
        "follow_unknown": "Nothing called {name} is followed: choose one of {known}.",
        "nothing_followed": "No site is followed, so there is none to unfollow.",
        "follow_name_taken": "Another source is called {name}: give it another --name.",
        "follow_running": "Sites are being read already: wait for that to end.",
        "follow_not_opened": "{path} cannot be opened ({error}): put back a copy of it, or remove "
        "it and follow the sites again.",
        "follow_private": "It leads into a private network: list the host in WENCE_FOLLOW_HOSTS "
        "to read it all the same.",
        "follow_redirects": "It is redirected again and again: follow the address where it ends.",
        "follow_forbidden": "The site forbids programs to read it (robots.txt): ask its owner.",
        "follow_status": "The site answered {status}: open the address in a browser and see.",
        "follow_deferred": "The site asks for a pause of {minutes} minutes: it is read after that.",
        "follow_unreachable": "The site cannot be reached: see whether the address is right.",
        "follow_proxy": "The proxy did not reach the site: see whether the address and WENCE_PROXY "
        "are right.",
        "follow_took_too_long": "The site took too long to answer: it is tried again next time.",
        "follow_broken": "The site broke off its answer: it is tried again next time.",
        "follow_too_large": "It is larger than {megabytes} MB: raise WENCE_MAX_FILE_MB to have it.",
        "follow_type": "What the site sent is of a type that cannot be read ({type}).",
        "follow_too_many": "The site has more than {most} pages: follow its parts instead.",
        "follow_list_empty": "The list has no entries any more: see whether the site was rebuilt.",
        "follow_paged_by_script": "The list goes on by a script alone, only this page of it was "
        "read: follow a feed or a sitemap of the site instead.",
        "disk_full": "The disk is full, that of the home or of the output: make room, then try "
        "again.",
        "disk_read_only": "The disk, that of the home or of the output, can only be read: see what "
        "happened to it (dmesg), mount it writable, then try again.",
        "database_unusable": "A database of the home cannot be used ({error}): run `wence doctor`.",
        "place_unusable": "{path} cannot be used ({error}): correct that, then try again.",
        "output_unusable": "The output cannot be used ({error}): correct that, then try again.",
        "program_fault": "A fault of the program ({error} at {place}): "
        "run `wence doctor`, and report this line if it finds nothing.",
        # Evaluating
        "questions_not_read": "{path} cannot be read: name a .jsonl file in UTF-8.",
        "evaluation_line": '{path}, line {line}: write {{"id", "question", "article_ids", '
        '"answers"}} as JSON.',
        "run_not_written": "The run cannot be written to {path} ({error}): name another directory.",
        "run_missing": "{path} holds no run: `wence evaluate QUESTIONS --save {path}` makes one.",
        "runs_disjoint": "The two runs have no answerable question in common: compare others.",
    },
    errors={
        **{name: os.strerror(number) for number, name in errno.errorcode.items()},
        "SQLITE_NOTADB": "it is not a database",
        "SQLITE_CORRUPT": "it is damaged",
        "SQLITE_BUSY": "another process holds it",
        "SQLITE_CANTOPEN": "it cannot be opened",
        "SQLITE_READONLY": "it cannot be written",
        "SQLITE_FULL": "the disk is full",
    },
)
