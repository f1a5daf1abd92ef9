// What is drawn with every frame, and where findings are on the picture that was judged.

const SVG = "http://www.w3.org/2000/svg";
const points = (list) => list.map(([x, y]) => `${x},${y}`).join(" ");

export function drawLive(page, live, size) {
  if (!live) return;
  const say = page.querySelector("[data-live-say]");
  if (say && say.textContent !== live.say) say.textContent = live.say ?? "";
  const progress = page.querySelector("[data-live-progress]");
  if (progress) progress.value = live.progress ?? 0;
  const over = page.querySelector("[data-over]");
  if (over && size) {
    over.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
    over.querySelector("polygon").setAttribute("points", points(live.outline ?? []));
  }
  drawSteps(page.querySelector("[data-live-steps]"), live);
  drawText(page.querySelector("[data-live-text]"), live);
}

function drawSteps(list, live) {
  if (!list || !live.passed) return;
  [...list.children].forEach((item, index) => {
    const passed = live.passed[index];
    item.classList.toggle("passed", passed === true);
    item.classList.toggle("failed", passed === false);
    item.classList.toggle("now", passed === null && index === live.at);
    if (passed === null && index === live.at) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
}

// Positions are counted in code points, as the server counts them.
function drawText(place, live) {
  if (!place || live.position === undefined) return;
  const letters = [...place.textContent];
  const behind = document.createElement("span");
  behind.className = "behind";
  behind.textContent = letters.slice(0, live.position).join("");
  const now = document.createElement("span");
  now.className = "now";
  now.textContent = letters.slice(live.position, live.position + 1).join("");
  place.replaceChildren(behind, now, letters.slice(live.position + 1).join(""));
  place.dataset.position = String(live.position);
  if (live.position > 0 && place.scrollHeight > place.clientHeight) {
    place.scrollTop = now.offsetTop - place.clientHeight / 2;
  }
}

export function drawRegions(page) {
  const figure = page.querySelector("[data-regions]");
  if (!figure) return;
  const picture = figure.querySelector("img");
  const over = figure.querySelector("svg");
  const draw = () => {
    over.setAttribute("viewBox", `0 0 ${picture.naturalWidth} ${picture.naturalHeight}`);
    over.replaceChildren(
      ...JSON.parse(figure.dataset.regions).map((region) => {
        const shape = document.createElementNS(SVG, "polygon");
        shape.setAttribute("points", points(region.points));
        shape.setAttribute("class", region.severity);
        return shape;
      }),
    );
  };
  // What a browser cannot show, as HEIC, is judged all the same.
  picture.addEventListener("error", () => figure.remove(), { once: true });
  if (picture.complete && picture.naturalWidth) draw();
  else picture.addEventListener("load", draw, { once: true });
}
