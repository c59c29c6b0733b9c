/** What the page knows of the town, and who wants to hear of changes. */

const listeners = new Map();
export const LOG_LENGTH = 200;

export const store = {
  town: null,
  /** `${chat} ${person}` → { commands, about } */
  menus: new Map(),
  /** chat → (id → { message, reactions }) */
  messages: new Map(),
  log: [],
  /** chat → the last message that was seen there */
  seen: new Map(),
  /** chat → until when the bot is typing there */
  typing: new Map(),
  chat: null,
  /** chat → who writes there; chat → the topic that is open */
  speakers: new Map(),
  topics: new Map(),

  get room() {
    return this.town?.rooms.find((room) => room.id === this.chat);
  },
  get speaker() {
    return this.speakers.get(this.chat) ?? this.room.people[0];
  },
  get topic() {
    return this.topics.get(this.chat) ?? null;
  },
  get menu() {
    return this.menus.get(`${this.chat} ${this.speaker}`) ?? { commands: [], about: "" };
  },
  /** Who speaks where, as every request says it. */
  get here() {
    return { chat: this.chat, person: this.speaker, topic: this.topic };
  },
  messagesOf(chat) {
    if (!this.messages.has(chat)) this.messages.set(chat, new Map());
    return this.messages.get(chat);
  },
};

export const isPrivate = (room) => room.id > 0;
export const isForum = (room) => room.topics.length > 0;

export function listen(kind, hear) {
  listeners.set(kind, [...(listeners.get(kind) ?? []), hear]);
}

export function tell(kind, what) {
  for (const hear of listeners.get(kind) ?? []) hear(what);
}

export function forget() {
  store.messages.clear();
  store.log.length = 0;
  tell("forgotten");
}

const takers = {
  town: (event) => { store.town = event; },
  menu: (event) => { store.menus.set(`${event.chat} ${event.person}`, event); },
  message: ({ message, reactions }) => {
    store.messagesOf(message.chat.id).set(message.message_id, { message, reactions });
    if (message.from.id === store.town.bot.id) store.typing.delete(message.chat.id);
  },
  gone: ({ chat, id }) => { store.messagesOf(chat).delete(id); },
  typing: ({ chat }) => { store.typing.set(chat, Date.now() + 5000); },
  update: note,
  call: note,
};

function note(event) {
  store.log.push(event);
  if (store.log.length > LOG_LENGTH) store.log.shift();
}

/** Take one event of the feed, and let everybody know. */
export function take(event) {
  takers[event.type]?.(event);
  tell(event.type, event);
}
