// The browser's side of app/wallet: EIP-1193 wallets (found by EIP-6963) and passkeys (WebAuthn). No dependencies.
//
// Streamlit calls the default export again whenever its data or the theme changes: everything in it may run any number
// of times. What has to outlive those runs is kept in one object of the page.
const HERE = (globalThis.__cercleWallet ??= {
  wallets: new Map(), // rdns -> {info, provider}, as announced
  mounted: new Map(), // key -> what the component shows now
  running: new Set(), // questions being answered
  answered: new Set(), // questions answered: a second click does nothing
  results: new Map(), // question -> results of the steps done so far
  outbox: new Map(), // question -> a reply that Python has not acknowledged yet
  started: false,
});
const REMEMBERED = "cercle.wallet"; // rdns of the wallet chosen last
const RESEND_AFTER = 3000; // milliseconds; then twice as long each time, up to
const RESEND_AT_MOST = 12000;

function start() {
  if (HERE.started) return;
  HERE.started = true;
  window.addEventListener("eip6963:announceProvider", (event) => {
    const { info, provider } = event.detail ?? {};
    if (typeof info?.rdns !== "string" || typeof provider?.request !== "function") return;
    if (HERE.wallets.get(info.rdns)?.provider === provider) return; // wallets announce themselves again and again
    HERE.wallets.set(info.rdns, { info, provider });
    for (const one of HERE.mounted.values()) one.draw();
  });
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  // Streamlit loses a reply that is sent while its connection is down, and does not run this module again when the
  // connection is back: what was not acknowledged is sent again.
  setInterval(() => {
    for (const message of HERE.outbox.values()) {
      if (Date.now() > message.again) post(message);
    }
  }, 500);
}

function post(message) {
  message.again = Date.now() + message.wait;
  message.wait = Math.min(2 * message.wait, RESEND_AT_MOST);
  HERE.mounted.get(message.key)?.emit(message.reply);
}

// -- wallets ----------------------------------------------------------------------------------------------------------

function wallets(texts) {
  const found = [...HERE.wallets.values()];
  if (!found.length && typeof window.ethereum?.request === "function") {
    found.push({ info: { rdns: "injected", name: texts.browserWallet, icon: "" }, provider: window.ethereum });
  }
  return found;
}

const remembered = {
  get() {
    try { return localStorage.getItem(REMEMBERED); } catch { return null; }
  },
  set(rdns) {
    try { rdns ? localStorage.setItem(REMEMBERED, rdns) : localStorage.removeItem(REMEMBERED); } catch { /* private window */ }
  },
};

function problem(code, facts = {}) {
  return Object.assign(new Error(code), { code, facts });
}

function same(one, other) {
  return String(one).toLowerCase() === String(other).toLowerCase();
}

async function account(provider, expected) {
  const accounts = await provider.request({ method: "eth_requestAccounts" }); // asks to unlock, too
  if (!accounts?.length) throw problem("NO_ACCOUNT");
  if (!expected) return accounts[0];
  const found = accounts.find((one) => same(one, expected));
  if (!found) throw problem("WRONG_ACCOUNT", { shown: accounts[0], expected });
  return found;
}

async function onChain(provider, chain) {
  const now = async () => BigInt(await provider.request({ method: "eth_chainId" }));
  if ((await now()) === BigInt(chain.chainId)) return;
  try {
    await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId: chain.chainId }] });
  } catch (error) {
    // EIP-3085; some wallets wrap the code of a network they do not know.
    const unknown = error?.code === 4902 || error?.data?.originalError?.code === 4902;
    if (!unknown) throw error;
    await provider.request({ method: "wallet_addEthereumChain", params: [chain] });
  }
  if ((await now()) !== BigInt(chain.chainId)) throw problem("WRONG_CHAIN", { network: chain.chainName });
}

async function mined(provider, hash) {
  for (let tries = 0; tries < 90; tries++) {
    if (await provider.request({ method: "eth_getTransactionReceipt", params: [hash] })) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw problem("LATE");
}

// -- passkeys ---------------------------------------------------------------------------------------------------------

const toBase64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const credentials = (ids) => ids.map((id) => ({ type: "public-key", id: fromBase64(id) }));

function havePasskeys() {
  if (!window.isSecureContext || !window.PublicKeyCredential || !navigator.credentials) throw problem("NO_PASSKEYS");
}

// -- the steps --------------------------------------------------------------------------------------------------------

const DO = {
  async connect(_, { provider }) {
    return await account(provider);
  },
  async message(step, { provider }) {
    const from = await account(provider, step.account);
    return await provider.request({ method: "personal_sign", params: [step.message, from] });
  },
  async sign(step, { provider }) {
    const from = await account(provider, step.account);
    await onChain(provider, step.chain);
    return await provider.request({ method: "eth_signTypedData_v4", params: [from, step.typedData] });
  },
  async send(step, { provider, isLast }) {
    const from = await account(provider, step.account);
    await onChain(provider, step.chain);
    const hash = await provider.request({ method: "eth_sendTransaction", params: [{ ...step.transaction, from }] });
    if (!isLast) await mined(provider, hash); // the next one builds on it
    return hash;
  },
  async create(step) {
    havePasskeys();
    const made = await navigator.credentials.create({ publicKey: {
      rp: { id: step.rpId, name: step.rpName },
      user: { id: fromBase64(step.user), name: step.name, displayName: step.name },
      challenge: fromBase64(step.challenge),
      pubKeyCredParams: [{ type: "public-key", alg: -7 }], // ES256
      excludeCredentials: credentials(step.exclude),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    } });
    return {
      id: toBase64(made.rawId),
      clientData: toBase64(made.response.clientDataJSON),
      attestationObject: toBase64(made.response.attestationObject),
    };
  },
  async get(step) {
    havePasskeys();
    const answer = await navigator.credentials.get({ publicKey: {
      rpId: step.rpId,
      challenge: fromBase64(step.challenge),
      allowCredentials: credentials(step.allow),
      userVerification: "required",
    } });
    return {
      id: toBase64(answer.rawId),
      authenticatorData: toBase64(answer.response.authenticatorData),
      clientData: toBase64(answer.response.clientDataJSON),
      signature: toBase64(answer.response.signature),
    };
  },
  async post(step) {
    const answer = await fetch(step.url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(step.body),
    });
    return answer.status;
  },
};
const OF_WALLETS = new Set(["connect", "message", "sign", "send"]);

async function answer(data, wallet) {
  const id = data.question;
  if (HERE.running.has(id) || HERE.answered.has(id)) return;
  HERE.running.add(id);
  const results = HERE.results.get(id) ?? [];
  HERE.results.set(id, results);
  redraw(data.key);
  let reply = null;
  try {
    while (results.length < data.steps.length) {
      const step = data.steps[results.length];
      // Safari opens its passkey sheet for a press only: each signature after the first has a press of its own.
      if (step.do === "get" && results.length > 0 && !navigator.userActivation?.isActive) break;
      if (OF_WALLETS.has(step.do) && !wallet) throw problem("NO_WALLET");
      const isLast = results.length === data.steps.length - 1;
      results.push(await DO[step.do](step, { provider: wallet?.provider, isLast }));
    }
    if (results.length === data.steps.length) reply = { id, ok: true, results };
  } catch (error) {
    reply = { id, ok: false, code: codeOf(error), facts: error?.facts ?? {}, message: String(error?.message ?? error) };
  } finally {
    HERE.running.delete(id);
  }
  if (data.silent) {
    if (reply?.ok) HERE.answered.add(id);
    else setTimeout(() => answer(data), RESEND_AFTER);
  } else if (reply) {
    HERE.answered.add(id);
    HERE.results.delete(id);
    const message = { key: data.key, reply, wait: RESEND_AFTER };
    HERE.outbox.set(id, message);
    post(message);
  }
  redraw(data.key);
}

function codeOf(error) {
  return String((error instanceof DOMException ? error.name : (error?.code ?? error?.name)) ?? "");
}

// -- what is shown ----------------------------------------------------------------------------------------------------

function redraw(key) {
  HERE.mounted.get(key)?.draw();
}

// What is to be seen: plain data, so that nothing is drawn again that has not changed. A button that is replaced between
// a finger's going down and up again would not be pressed.
function looks(data) {
  const id = data.question;
  const running = HERE.running.has(id);
  const disabled = running || HERE.answered.has(id);
  const kind = data.primary ? "primary" : "";
  const done = HERE.results.get(id)?.length ?? 0;
  const label = done && data.steps.length > 1 ? `${data.label} (${done + 1}/${data.steps.length})` : data.label;
  const status = running ? data.texts.waiting : disabled ? data.texts.sending : "";
  if (data.silent) return { buttons: [], status: "" };
  if (!data.steps.some((step) => OF_WALLETS.has(step.do))) {
    return { buttons: [{ label, kind, disabled, press: "answer" }], status };
  }
  const found = wallets(data.texts);
  const chosen = found.length === 1 ? found[0] : found.find(({ info }) => info.rdns === remembered.get());
  if (!chosen && found.length) {
    const buttons = found.map(({ info }) => ({ label: info.name, icon: info.icon, disabled, press: "answer", rdns: info.rdns }));
    return { question: data.texts.choose, buttons, status };
  }
  const buttons = [{ label, kind, icon: chosen?.info.icon, disabled, press: "answer", rdns: chosen?.info.rdns }];
  if (found.length > 1) buttons.push({ label: data.texts.another, kind: "link", disabled, press: "another" });
  return { buttons, status };
}

const PRESS = {
  answer({ data }, rdns) {
    const wallet = wallets(data.texts).find(({ info }) => info.rdns === rdns);
    if (wallet) remembered.set(rdns);
    answer(data, wallet);
  },
  another() {
    remembered.set(null);
    for (const one of HERE.mounted.values()) one.draw();
  },
};

function draw(root, shown) {
  const seen = looks(shown.data);
  const drawn = JSON.stringify(seen);
  if (root.dataset.drawn === drawn && root.shown === shown) return;
  root.dataset.drawn = drawn;
  root.shown = shown;
  const parts = seen.buttons.map((one) => button(one, () => PRESS[one.press](shown, one.rdns)));
  if (seen.question) parts.unshift(element("div", seen.question));
  const status = element("div", seen.status);
  status.setAttribute("role", "status");
  root.replaceChildren(...parts, status);
}

function button({ label, kind = "", icon = "", disabled }, press) {
  const made = element("button", label);
  made.type = "button";
  made.className = kind;
  made.disabled = disabled;
  if (icon.startsWith("data:image/")) { // an announced icon never loads anything from elsewhere
    const image = document.createElement("img");
    image.width = image.height = 24;
    image.src = icon;
    image.alt = "";
    made.prepend(image);
  }
  made.onclick = press; // called in the click itself, as Safari wants it
  return made;
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

export default function ({ data, parentElement, setTriggerValue }) {
  start();
  for (const id of data.acknowledged ?? []) HERE.outbox.delete(id);
  const root = parentElement.querySelector(".wallet");
  const shown = root.shown ?? {};
  shown.data = data;
  shown.emit = (reply) => setTriggerValue("reply", reply);
  shown.draw = () => draw(root, shown);
  HERE.mounted.set(data.key, shown);
  shown.draw();
  if (data.silent) answer(data);
  return () => { if (HERE.mounted.get(data.key) === shown) HERE.mounted.delete(data.key); };
}
