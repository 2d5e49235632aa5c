"use strict";
// Without this script the page is complete: it sorts and filters tables, and counts the days from today.
(() => {
  const root = document.documentElement;
  const words = document.body.dataset;
  const order = new Intl.Collator(root.lang, { numeric: true });
  root.classList.add("js");

  const keyOf = (row, column) => {
    const cell = row.cells[column];
    return "key" in cell.dataset ? cell.dataset.key : cell.textContent.trim();
  };

  // Rows with an unknown value are last in both directions.
  const compare = (a, b, sign) => (a === "") - (b === "") || sign * order.compare(a, b);

  const sort = (table, original, column, direction) => {
    const rows = [...original];
    if (direction) {
      const sign = direction === "ascending" ? 1 : -1;
      rows.sort((a, b) => compare(keyOf(a, column), keyOf(b, column), sign));
    }
    table.classList.toggle("sorted", Boolean(direction));
    table.tBodies[0].append(...rows);
    [...table.tHead.rows[0].cells].forEach((head, n) => {
      if (direction && n === column) head.setAttribute("aria-sort", direction);
      else head.removeAttribute("aria-sort");
    });
  };

  const makeSortable = (table) => {
    const original = [...table.tBodies[0].rows];
    const next = { ascending: "descending", descending: "" };
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        sort(table, original, column, now === null ? "ascending" : next[now]);
      });
    });
  };

  const makeFilter = (table, number) => {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLocaleLowerCase(root.lang));
    const box = document.createElement("div");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const status = document.createElement("span");
    box.className = "filter";
    input.type = "search";
    input.id = `filter-${number}`;
    label.htmlFor = input.id;
    label.textContent = table.dataset.filter;
    status.setAttribute("role", "status");
    status.className = "quiet";
    box.append(label, input, status);
    table.closest("section").querySelector(".frame").before(box);
    input.addEventListener("input", () => {
      const wanted = input.value.toLocaleLowerCase(root.lang).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, n) => {
        row.hidden = !wanted.every((word) => texts[n].includes(word));
        shown += row.hidden ? 0 : 1;
      });
      status.textContent = wanted.length ? words.shown.replace("{n}", shown).replace("{all}", rows.length) : "";
    });
  };

  const count = (now) => {
    const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
    document.querySelectorAll("[data-begins]").forEach((cell) => {
      const days = Math.round((Date.parse(cell.dataset.begins) - today) / 86400000);
      const over = now > new Date(cell.dataset.ends);
      const later = days === 1 ? words.one : words.many.replace("{n}", days);
      cell.textContent = over ? words.over : days > 0 ? later : days ? words.now : words.today;
      cell.closest("tr").classList.toggle("over", over);
    });
    const shown = now.toLocaleDateString(root.lang, { day: "numeric", month: "long", year: "numeric" });
    document.querySelectorAll("[data-counted]").forEach((place) => {
      place.textContent = shown;
    });
  };

  // The keyboard stops at a table only as long as it is wider than the window.
  const frames = document.querySelectorAll(".frame");
  const settle = () => frames.forEach((frame) => {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  });
  const watch = new ResizeObserver(settle);
  frames.forEach((frame) => {
    watch.observe(frame);
    watch.observe(frame.querySelector("table"));
  });

  document.querySelectorAll("table[data-filter]").forEach((table, number) => {
    makeSortable(table);
    if (table.tBodies[0].rows.length > 5) makeFilter(table, number);
  });
  count(new Date());
})();
