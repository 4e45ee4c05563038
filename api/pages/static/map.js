// The map of a network. The data come as columns; each colour is a series; what is chosen or found is drawn above.
"use strict";

{
  const area = document.getElementById("map-area");
  const frame = document.getElementById("map-frame");
  const status = document.getElementById("map-status");
  const tools = document.getElementById("map-tools");
  const colour = document.getElementById("colour");
  const words = document.getElementById("words");
  const token = document.querySelector("#open [name=form]").value;
  const MOST_FOUND = 30;
  const AFTER_TYPING_MS = 250;
  const CLOSER = 1.6;
  const LABEL = { widest: [130, 190], letter: 8, height: 17 }; // pixels; widest: on narrow frames, on others
  const NARROW = 600;
  const AROUND = 0.8; // from the outermost points to the edge of their disc
  const STEPPED = new Set(["level", "tie", "profile"]);
  const began = performance.now();

  let data = null;
  let drawn = null;
  let found = null; // places of those who light up, null where nothing is looked for
  let chosen = null;
  let touched = false;
  let size = 4;

  const labelWidth = () => LABEL.widest[frame.clientWidth < NARROW ? 0 : 1];
  const title = (i) => data.titles[data.title[i]] || area.dataset.noTitle;
  const company = (i) => data.companies[data.company[i]];
  const line = (i) => [title(i), company(i)].filter(Boolean).join(" · ");
  const names = () => (colour.value === "group" ? data.groups.map((one) => one.name) : data.legends[colour.value]);

  function colours(look) {
    const count = names().length;
    if (!STEPPED.has(colour.value)) {
      const of = (n) => look.colours[n % look.colours.length];
      return Array.from({ length: count }, (_, n) => (colour.value === "company" && n === count - 1 ? look.other : of(n)));
    }
    return Array.from({ length: count }, (_, n) => (n === count - 1 ? look.other : look.steps[n % look.steps.length]));
  }

  // --- the picture ---

  function bounds() {
    const reach = (axis, sign) =>
      Math.max(...data.groups.map((one) => sign * one[axis] + one.radius), ...[1]) + 2;
    const [left, right] = [-reach("x", -1), reach("x", 1)];
    const [low, high] = [-reach("y", -1), reach("y", 1) + 3];
    const [wide, tall] = [frame.clientWidth, document.getElementById("map").clientHeight];
    const unit = Math.max((right - left) / wide, (high - low) / tall);
    const spare = [(unit * wide - (right - left)) / 2, (unit * tall - (high - low)) / 2];
    return { x: [left - spare[0], right + spare[0]], y: [low - spare[1], high + spare[1]], pixels: 1 / unit };
  }

  function axis([min, max]) {
    return { type: "value", show: false, min, max };
  }

  function points(look, pixels) {
    const by = data.by[colour.value];
    const shades = colours(look);
    const parts = shades.map(() => []);
    by.forEach((n, i) => parts[n].push([data.x[i], data.y[i], i]));
    return parts.map((part, n) => ({
      type: "scatter",
      data: part,
      itemStyle: { color: shades[n], opacity: found ? 0.12 : 0.85 },
      symbolSize: size,
      large: part.length > 4000,
      emphasis: { disabled: true },
      cursor: "pointer",
      z: 2,
    }));
  }

  function above(look) {
    const shades = colours(look);
    const by = data.by[colour.value];
    const lit = (found ?? []).map((i) => ({ value: [data.x[i], data.y[i], i], itemStyle: { color: shades[by[i]] } }));
    const ring = chosen === null ? [] : [[data.x[chosen], data.y[chosen], chosen]];
    return [
      { type: "scatter", data: lit, symbolSize: size * 1.3, emphasis: { disabled: true }, z: 3, itemStyle: { borderColor: look.ink, borderWidth: 1 } },
      { type: "scatter", data: ring, symbolSize: Math.max(14, size * 1.8), silent: true, z: 4, itemStyle: { color: "transparent", borderColor: look.ink, borderWidth: 3 } },
    ];
  }

  function discs(look) {
    return {
      type: "custom",
      silent: true,
      z: 1,
      data: data.groups.map((one) => [one.x, one.y, one.radius]),
      renderItem: (_, api) => {
        const [x, y] = api.coord([api.value(0), api.value(1)]);
        const r = api.size([api.value(2) + AROUND, 0])[0];
        return { type: "circle", shape: { cx: x, cy: y, r }, style: { fill: look.soft } };
      },
    };
  }

  // How many discs of others a box covers.
  function covered(box, scale, own) {
    return data.groups.filter((one, i) => {
      const [x, y, r] = [one.x * scale, one.y * scale, one.radius * scale];
      const apart = Math.hypot(x - Math.min(box[2], Math.max(box[0], x)), y - Math.min(box[3], Math.max(box[1], y)));
      return i !== own && apart < r;
    }).length;
  }

  // Larger groups first: a name stands above its disc or below it, where it covers fewer others, or not at all
  // where other names stand already.
  function named(pixels) {
    const taken = [];
    const scale = pixels * zoom();
    const reach = (bounds().x[1] - bounds().x[0]) * scale;
    const left = bounds().x[0] * scale;
    const order = data.groups.map((_, i) => i).sort((a, b) => data.groups[b].people - data.groups[a].people);
    const kept = [];
    for (const i of order) {
      const one = data.groups[i];
      const name = one.name.split(" · ")[0];
      const half = Math.min(labelWidth(), name.length * LABEL.letter) / 2;
      const x = Math.min(left + reach - half, Math.max(left + half, one.x * scale)); // none is cut at the edge
      const places = [1, -1].map((way) => {
        const y = (one.y + way * (one.radius + AROUND)) * scale + way * (LABEL.height / 2 + 1);
        return { way, box: [x - half, y - LABEL.height / 2, x + half, y + LABEL.height / 2] };
      });
      places.sort((a, b) => covered(a.box, scale, i) - covered(b.box, scale, i));
      for (const { way, box } of places) {
        if (!taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) {
          taken.push(box);
          kept.push({ value: [x / scale, one.y + way * (one.radius + AROUND)], name, label: { position: way > 0 ? "top" : "bottom" } });
          break;
        }
      }
    }
    return kept;
  }

  function labels(look, pixels) {
    return {
      type: "scatter",
      silent: true,
      symbolSize: 1,
      itemStyle: { color: "transparent" },
      z: 5,
      data: named(pixels),
      label: {
        show: true,
        distance: 1,
        formatter: (one) => one.name,
        color: look.ink,
        fontWeight: 600,
        fontSize: 13,
        width: labelWidth(),
        overflow: "truncate",
        textBorderColor: look.paper,
        textBorderWidth: 3,
      },
    };
  }

  function option(look, common) {
    const { x, y, pixels } = bounds();
    size = Math.min(16, Math.max(3, 0.75 * pixels * zoom()));
    return {
      animation: false,
      grid: { left: 0, right: 0, top: 0, bottom: 0 },
      xAxis: axis(x),
      yAxis: axis(y),
      dataZoom: [
        { type: "inside", xAxisIndex: 0, filterMode: "none", minSpan: 2, start: window_.x[0], end: window_.x[1] },
        { type: "inside", yAxisIndex: 0, filterMode: "none", minSpan: 2, start: window_.y[0], end: window_.y[1] },
      ],
      tooltip: { ...common.tooltip, trigger: "item", formatter: (one) => (one.value?.length === 3 ? `${data.name[one.value[2]]}\n${line(one.value[2])}` : "") },
      series: [discs(look), ...points(look, pixels), ...above(look), labels(look, pixels)],
    };
  }

  const window_ = { x: [0, 100], y: [0, 100] };
  const zoom = () => 100 / (window_.x[1] - window_.x[0]);

  function moved() {
    const [x, y] = drawn.chart.getOption().dataZoom;
    const before = zoom();
    [window_.x, window_.y] = [[x.start, x.end], [y.start, y.end]];
    if (Math.abs(zoom() - before) > 0.01) {
      redraw();
    }
  }

  let waiting = 0;
  function redraw() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => drawn.draw());
  }

  function closer(factor) {
    const span = Math.min(100, (window_.x[1] - window_.x[0]) / factor);
    for (const name of ["x", "y"]) {
      const middle = chosen === null ? (window_[name][0] + window_[name][1]) / 2 : share(name, chosen);
      const start = Math.min(100 - span, Math.max(0, middle - span / 2));
      window_[name] = [start, start + span];
    }
    redraw();
  }

  function share(name, i) {
    const [min, max] = bounds()[name];
    return (100 * (data[name][i] - min)) / (max - min);
  }

  function whole() {
    [window_.x, window_.y] = [[0, 100], [0, 100]];
    redraw();
  }

  // --- one person ---

  function open(i) {
    const form = document.getElementById("open");
    form.elements.contact_id.value = data.id[i];
    form.requestSubmit();
  }

  function choose(i) {
    chosen = i;
    document.getElementById("chosen-name").textContent = data.name[i];
    document.getElementById("chosen-line").textContent = line(i);
    document.getElementById("chosen-open").hidden = false;
    for (const name of ["x", "y"]) {
      const at = share(name, i);
      const [start, end] = window_[name];
      if (at < start || at > end) {
        const from = Math.min(100 - (end - start), Math.max(0, at - (end - start) / 2));
        window_[name] = [from, from + end - start];
      }
    }
    redraw();
  }

  const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

  function next([dx, dy]) {
    const among = found ?? data.id.keys();
    if (chosen === null) {
      return [...among][0] ?? null;
    }
    let best = null;
    let least = Infinity;
    for (const i of among) {
      const [ax, ay] = [data.x[i] - data.x[chosen], data.y[i] - data.y[chosen]];
      const along = ax * dx + ay * dy;
      const aside = Math.abs(ax * dy) + Math.abs(ay * dx);
      if (along > 0.01 && along >= aside * 0.5 && along + 2 * aside < least) {
        [best, least] = [i, along + 2 * aside];
      }
    }
    return best;
  }

  frame.addEventListener("keydown", (event) => {
    if (!data || event.target !== frame) {
      return;
    }
    if (event.key in WAYS) {
      const to = next(WAYS[event.key]);
      if (to !== null) {
        choose(to);
      }
    } else if (event.key === "Enter" && chosen !== null) {
      open(chosen);
    } else if (event.key === "+" || event.key === "=") {
      closer(CLOSER);
    } else if (event.key === "-") {
      closer(1 / CLOSER);
    } else if (event.key === "0") {
      whole();
    } else {
      return;
    }
    event.preventDefault();
  });

  // --- words and colours ---

  function list(target, items) {
    target.replaceChildren(...items);
  }

  function legend() {
    const counts = new Map();
    data.by[colour.value].forEach((n) => counts.set(n, (counts.get(n) ?? 0) + 1));
    const shades = colours(cooptCharts.look());
    const items = names().map((name, n) => {
      const item = document.createElement("li");
      const dot = document.createElement("i");
      dot.style.backgroundColor = shades[n];
      const count = document.createElement("span");
      count.className = "count";
      count.textContent = counts.get(n) ?? 0;
      item.append(dot, name, count);
      return counts.get(n) ? item : null;
    });
    list(document.getElementById("legend"), items.filter(Boolean));
  }

  function tell() {
    const side = document.getElementById("found");
    const all = found ?? [];
    status.textContent = found
      ? all.length ? area.dataset.found.replace("{n}", all.length) : area.dataset.nobody
      : area.dataset.drawn.replace("{n}", data.id.length).replace("{groups}", data.groups.length);
    side.hidden = !all.length;
    area.classList.toggle("found", all.length > 0);
    list(
      document.getElementById("found-list"),
      all.slice(0, MOST_FOUND).map((i) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.className = "plain";
        button.textContent = data.name[i];
        button.addEventListener("click", () => open(i));
        const hint = document.createElement("span");
        hint.className = "hint";
        hint.textContent = ` ${line(i)}`;
        item.append(button, hint);
        return item;
      }),
    );
  }

  let asked = 0;
  async function look_for() {
    const number = (asked += 1);
    const text = words.value.trim();
    let places = null;
    try {
      if (text) {
        const body = new URLSearchParams({ form: token, words: text });
        const answer = await fetch("/network/map/found", { method: "POST", body });
        if (!answer.ok) {
          throw new Error(answer.status);
        }
        places = await answer.json();
      }
    } catch {
      status.textContent = area.dataset.lost;
      return;
    }
    if (number === asked) {
      found = places;
      tell();
      redraw();
    }
  }

  let typed = 0;
  words.addEventListener("input", () => {
    clearTimeout(typed);
    typed = setTimeout(look_for, AFTER_TYPING_MS);
  });
  tools.addEventListener("submit", (event) => {
    event.preventDefault();
    delete tools.dataset.sent;
    look_for();
  });
  colour.addEventListener("change", () => {
    legend();
    redraw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", legend);
  for (const [id, act] of [["closer", () => closer(CLOSER)], ["farther", () => closer(1 / CLOSER)], ["whole", whole]]) {
    document.getElementById(id).addEventListener("click", act);
  }
  document.getElementById("chosen-open").addEventListener("click", () => open(chosen));
  frame.addEventListener("pointerdown", (event) => {
    touched = event.pointerType !== "mouse";
  });

  async function begin() {
    const answer = await fetch("/network/map/data", { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw new Error(answer.status);
    }
    data = await answer.json();
    tools.hidden = false;
    drawn = cooptCharts.start(document.getElementById("map"), option);
    drawn.chart.on("finished", () => {
      frame.dataset.drawn ??= Math.round(performance.now() - began);
    });
    drawn.chart.on("datazoom", moved);
    drawn.chart.on("click", (event) => {
      const i = event.value?.[2];
      if (event.componentType === "series" && i !== undefined && event.seriesType === "scatter") {
        (touched ? choose : open)(i);
      }
    });
    new ResizeObserver(redraw).observe(frame);
    legend();
    tell();
  }

  begin().catch(() => {
    status.textContent = area.dataset.failed;
  });
}
