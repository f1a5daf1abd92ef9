// The page: what the server draws is put in place, forms are sent without leaving it, commands are carried out.

import { Camera } from "./camera.js";
import { files } from "./files.js";
import { drawLive, drawRegions } from "./overlay.js";

const page = document.getElementById("page");
let socket = null;
let asked = null;
let live = null;

const camera = new Camera({
  bytes: (buffer) => socket?.readyState === WebSocket.OPEN && socket.send(buffer),
  words: (message) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message)),
});

function connect() {
  socket = new WebSocket(`ws://${location.host}/live`);
  socket.binaryType = "arraybuffer";
  socket.addEventListener("message", (event) => carry(JSON.parse(event.data)));
  socket.addEventListener("close", (event) => {
    camera.close();
    ended(event.reason === "elsewhere" ? page.dataset.elsewhere : page.dataset.gone);
  });
}

// Said once, over what is shown: nothing on it works any more.
function ended(text) {
  const note = document.createElement("p");
  note.className = "box bad gone";
  note.setAttribute("role", "alert");
  note.textContent = text;
  document.body.prepend(note);
}

function carry(command) {
  if (command === "close") camera.close();
  else if (command === "still") camera.still();
  else if (command === "stop_recording") camera.stopRecording();
  else if (command.draw) draw(command.draw);
  else if ("live" in command) drawLive(page, (live = command.live), camera.size);
  else if (command.permit) permit(command.permit);
  else if (command.open) camera.open(command.open);
  else if (command.speak) speak(command.speak);
  else if ("seen" in command) camera.seen(command.seen);
}

async function permit(question) {
  asked = question;
  camera.permit(question.microphone);
}

function speak(words) {
  if (!("speechSynthesis" in window)) return;
  speechSynthesis.cancel();
  const said = new SpeechSynthesisUtterance(words);
  said.lang = document.documentElement.lang;
  speechSynthesis.speak(said);
}

// What was typed and not sent, what was opened, and the place of the cursor, survive a page that is drawn anew.
function draw({ at, lang, title, html }) {
  const same = page.dataset.at === String(at);
  const typed = same ? [...page.querySelectorAll("input[name], select[name]")].map(kept) : [];
  const focused = same ? page.contains(document.activeElement) && document.activeElement.name : null;
  const opened = same ? [...page.querySelectorAll("details")].map((part) => part.open) : [];
  const preview = page.querySelector("[data-preview]");
  document.documentElement.lang = lang;
  document.title = title;
  page.dataset.at = String(at);
  page.innerHTML = html;
  for (const { name, type, value, checked } of typed) {
    const field = page.querySelector(`[name="${CSS.escape(name)}"]`);
    if (!field || type === "hidden" || type === "file") continue;
    field.value = value;
    if (type === "checkbox") field.checked = checked;
  }
  page.querySelectorAll("details").forEach((part, index) => (part.open ||= opened[index] ?? false));
  if (focused) page.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
  const place = page.querySelector("[data-preview]");
  // The same element goes on: a new one would be black for a moment.
  if (preview && place) place.replaceWith(preview);
  camera.show(page.querySelector("[data-preview]"));
  if (!same) {
    window.speechSynthesis?.cancel();
    scrollTo(0, 0);
    page.querySelector("[autofocus]")?.focus() ?? page.querySelector("main")?.focus({ preventScroll: true });
  }
  drawRegions(page);
  files(page, upload);
}

const kept = ({ name, type, value, checked }) => ({ name, type, value, checked });

async function upload(file) {
  const form = page.querySelector("form:has([name^='typed.'])");
  // A field of files stands in a form whose text is not sent yet.
  if (form) await post(form.action, new URLSearchParams([...new FormData(form)].filter(([, v]) => typeof v === "string")));
  await post("/file", file);
}

async function post(to, body) {
  const answer = await fetch(to, { method: "POST", body, headers: { "x-heyan": "1" } });
  // Drawn for a screen that is no longer on show, or a file that it does not take.
  if (!answer.ok) location.reload();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  event.preventDefault();
  const sent = new FormData(form, event.submitter);
  post(form.action, new URLSearchParams([...sent].filter(([, value]) => typeof value === "string")));
});

// What is judged as it grows is sent while the person goes on typing; what is drawn for it keeps what was typed since.
let later = 0;
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-live]");
  if (!form || event.target.type === "file") return;
  clearTimeout(later);
  later = setTimeout(() => {
    if (!form.isConnected) return;
    const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    post(form.action, new URLSearchParams(typed));
  }, 350);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-permit]") && asked) camera.permit(asked.microphone);
});

addEventListener("resize", () => drawLive(page, live, camera.size));
drawRegions(page);
files(page, upload);
connect();
