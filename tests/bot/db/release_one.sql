BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'chats','questions_and_chats','2026-11-26 03:18:29.955968+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'chats','hidden_articles_by_id','2026-11-26 03:18:29.956368+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'chats','bans','2026-11-26 03:18:29.956660+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'chats','gaps_that_were_closed','2026-11-26 03:18:29.956962+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'chats','questions_with_known_answers','2026-11-26 03:18:29.957277+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'chats','watches_and_alerts','2026-11-26 03:18:29.958071+00:00');
CREATE TABLE "alerted" (
   "chat" INTEGER PRIMARY KEY,
   "at" INTEGER
);
INSERT INTO "alerted" VALUES(-1001,1700000000);
CREATE TABLE "alerts" (
   "watch" INTEGER,
   "article" TEXT,
   "start" INTEGER,
   "quote" TEXT,
   "sent_at" INTEGER,
   PRIMARY KEY ("watch", "article")
);
INSERT INTO "alerts" VALUES(1,'a3',0,'公积金可以提取。',NULL);
CREATE TABLE "banned" (
   "id" INTEGER PRIMARY KEY,
   "at" INTEGER
);
INSERT INTO "banned" VALUES(666,1795663109);
CREATE TABLE "chats" (
   "id" INTEGER PRIMARY KEY,
   "active" INTEGER,
   "settings" TEXT,
   "seen" INTEGER
);
INSERT INTO "chats" VALUES(-1001,1,'{"address": "every"}',1795663109);
INSERT INTO "chats" VALUES(4711,NULL,'{"script": "hant"}',1795663109);
INSERT INTO "chats" VALUES(4712,0,NULL,1795663109);
CREATE TABLE "closed_gaps" (
   "key" TEXT PRIMARY KEY,
   "text" TEXT,
   "state" TEXT,
   "at" INTEGER
);
INSERT INTO "closed_gaps" VALUES('0a1b2c3d','火星移民？','ignored',1700000000);
CREATE TABLE "feedback" (
   "question" TEXT,
   "person" TEXT,
   "rank" INTEGER,
   "value" INTEGER,
   "at" INTEGER,
   PRIMARY KEY ("question", "person")
);
INSERT INTO "feedback" VALUES('q-alice','c101b21f1b90452053b14a25',1,1,1795663109);
INSERT INTO "feedback" VALUES('q-group','c101b21f1b90452053b14a25',1,-1,1795663109);
CREATE TABLE "hidden" (
   "article" TEXT PRIMARY KEY,
   "at" INTEGER
);
INSERT INTO "hidden" VALUES('a9',1795663109);
CREATE TABLE "judged" (
   "words" TEXT,
   "article" TEXT,
   "question" TEXT,
   "answer" TEXT,
   PRIMARY KEY ("words", "article")
);
INSERT INTO "judged" VALUES('三争行动','a1','三争行动？','三争行动是指深学争优。');
CREATE TABLE "looked" (
   "id" INTEGER PRIMARY KEY,
   "n" INTEGER
);
INSERT INTO "looked" VALUES(1,12);
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
INSERT INTO "questions" VALUES('q-alice',2000000000,'c101b21f1b90452053b14a25','c101b21f1b90452053b14a25','private','hans','三争行动是什么？','confident',1.5,'g000001','[{"article": "a1", "score": 1.0, "quote": "三争行动是指深学争优。", "start": 3, "highlights": [[0, 2]], "answer": [3, 14], "reposts": 0}]',7,8);
INSERT INTO "questions" VALUES('q-group',2000000000,'3746442ea2edfedc4d9ae247','d4385187304b2c878c8b9320','group','hans','公积金怎么提取？','confident',1.5,'g000001','[{"article": "a1", "score": 1.0, "quote": "三争行动是指深学争优。", "start": 3, "highlights": [[0, 2]], "answer": [3, 14], "reposts": 0}]',9,10);
CREATE TABLE "watches" (
   "id" INTEGER PRIMARY KEY,
   "chat" INTEGER,
   "thread" INTEGER,
   "person" TEXT,
   "script" TEXT,
   "phrase" TEXT
);
INSERT INTO "watches" VALUES(1,4711,NULL,'c101b21f1b90452053b14a25','hans','公积金');
INSERT INTO "watches" VALUES(2,-1001,5,'3746442ea2edfedc4d9ae247','hans','医保');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX "idx_questions_asked_at"
    ON "questions" ("asked_at");
CREATE INDEX "idx_questions_chat_message_id"
    ON "questions" ("chat", "message_id");
CREATE INDEX "idx_questions_chat_answer_id"
    ON "questions" ("chat", "answer_id");
CREATE INDEX "idx_questions_person"
    ON "questions" ("person");
CREATE INDEX "idx_watches_chat"
    ON "watches" ("chat");
COMMIT;
