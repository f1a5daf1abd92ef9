// Files that are chosen or dropped in.

export function files(page, upload) {
  const fields = [...page.querySelectorAll("[data-file]")];
  for (const field of fields) {
    field.addEventListener("change", async () => {
      const chosen = [...field.files];
      field.value = "";
      for (const file of chosen) await upload(file);
    });
  }
  const drop = page.querySelector(".drop");
  const over = (event) => {
    event.preventDefault();
    drop?.classList.toggle("over", event.type === "dragover");
  };
  // Never let a browser leave the page to show what missed the field.
  document.ondragover = over;
  document.ondragleave = over;
  document.ondrop = async (event) => {
    over(event);
    if (drop) for (const file of [...event.dataTransfer.files]) await upload(file);
  };
}
