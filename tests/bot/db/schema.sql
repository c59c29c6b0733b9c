CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE "questions" (
   "id" TEXT PRIMARY KEY,
   "asked_at" INTEGER,
   "person" TEXT,
   "chat" TEXT,
   "kind" TEXT,
   "script" TEXT,
   "text" TEXT,
   "verdict" TEXT,
   "took_ms" REAL,
   "generation" TEXT,
   "results" TEXT,
   "message_id" INTEGER,
   "answer_id" INTEGER
);
CREATE INDEX "idx_questions_asked_at"
    ON "questions" ("asked_at");
CREATE INDEX "idx_questions_chat_message_id"
    ON "questions" ("chat", "message_id");
CREATE INDEX "idx_questions_chat_answer_id"
    ON "questions" ("chat", "answer_id");
CREATE INDEX "idx_questions_person"
    ON "questions" ("person");
CREATE TABLE "feedback" (
   "question" TEXT,
   "person" TEXT,
   "rank" INTEGER,
   "value" INTEGER,
   "at" INTEGER,
   PRIMARY KEY ("question", "person")
);
CREATE TABLE "banned" (
   "id" INTEGER PRIMARY KEY,
   "at" INTEGER
);
CREATE TABLE "closed_gaps" (
   "key" TEXT PRIMARY KEY,
   "text" TEXT,
   "state" TEXT,
   "at" INTEGER
);
CREATE TABLE "hidden" (
   "article" TEXT PRIMARY KEY,
   "at" INTEGER
);
CREATE TABLE "judged" (
   "words" TEXT,
   "article" TEXT,
   "question" TEXT,
   "answer" TEXT,
   PRIMARY KEY ("words", "article")
);
CREATE TABLE "alerts" (
   "watch" INTEGER,
   "article" TEXT,
   "start" INTEGER,
   "quote" TEXT,
   "sent_at" INTEGER, "is_update" INTEGER NOT NULL DEFAULT 0,
   PRIMARY KEY ("watch", "article")
);
CREATE TABLE "alerted" (
   "chat" INTEGER PRIMARY KEY,
   "at" INTEGER
);
CREATE TABLE "looked" (
   "id" INTEGER PRIMARY KEY,
   "n" INTEGER
);
CREATE TABLE "chats" (
   "id" INTEGER PRIMARY KEY,
   "settings" TEXT
);
CREATE TABLE "facts" (
   "name" TEXT PRIMARY KEY,
   "value" TEXT
);
CREATE TABLE watches (id integer primary key autoincrement, chat integer, thread integer, script text, phrase text);
CREATE TABLE sqlite_sequence(name,seq);
CREATE INDEX "idx_watches_chat"
    ON "watches" ("chat");
CREATE TABLE "unanswered" (
   "bot" INTEGER,
   "update_id" INTEGER,
   "chat" INTEGER,
   "person" INTEGER,
   "update" TEXT,
   PRIMARY KEY ("bot", "update_id")
);
CREATE TABLE "polled" (
   "bot" INTEGER PRIMARY KEY,
   "offset" INTEGER,
   "at" INTEGER
);
CREATE TABLE "wishes" (
   "question" TEXT PRIMARY KEY,
   "chat" INTEGER,
   "thread" INTEGER,
   "message" INTEGER,
   "filled" INTEGER
);
CREATE TABLE "desk_secrets" (
   "hash" TEXT PRIMARY KEY,
   "kind" TEXT,
   "person" INTEGER,
   "until" INTEGER
);
CREATE TABLE "desk_log" (
   "id" INTEGER PRIMARY KEY,
   "at" INTEGER,
   "person" INTEGER,
   "action" TEXT,
   "article" TEXT,
   "detail" TEXT
);
CREATE TABLE "desk_settings" (
   "name" TEXT PRIMARY KEY,
   "value" TEXT
);
-- questions_and_chats;
-- bans;
-- gaps_that_were_closed;
-- hidden_articles_by_id;
-- questions_with_known_answers;
-- watches_and_alerts;
-- only_what_is_read;
-- facts_about_the_file;
-- watches_of_numbers_that_never_come_again;
-- unanswered_questions;
-- wishes_to_hear_of_answers;
-- a_desk_in_the_browser;
-- settings_from_the_desk;
-- alerts_of_what_has_changed;
