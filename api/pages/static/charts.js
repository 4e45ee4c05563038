// Charts beside tables: a table with `data-chart="bar"`, `"column"` or `"line"` gets a chart before it, made of
// what it says: the first cell of a row names it, each column of numbers is a series. `data-value` on a cell holds
// the number where the text is written otherwise; `data-stacked` on the table stacks the series; `data-line` draws
// a line at a value, such as a limit; a column whose heading has `data-no-chart` is left out. The table stays, for those who do not see the picture.
//
// `cooptCharts.start(element, option)` draws any other chart; `option(look)` makes what ECharts is given, again
// when the browser turns dark or light.
"use strict";

const cooptCharts = (() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const COLOURS = 10;
  const STEPS = 5;

  function look() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    return {
      ink: colour("--ink"),
      quiet: colour("--quiet"),
      line: colour("--line"),
      paper: colour("--paper"),
      soft: colour("--soft"),
      accent: colour("--accent"),
      other: colour("--chart-other"),
      colours: Array.from({ length: COLOURS }, (_, n) => colour(`--chart-${n}`)),
      steps: Array.from({ length: STEPS }, (_, n) => colour(`--step-${n}`)),
      font: getComputedStyle(document.body).fontFamily,
    };
  }

  function base(told) {
    return {
      animation: !still.matches,
      animationDuration: 300,
      color: told.colours,
      backgroundColor: "transparent",
      textStyle: { color: told.ink, fontFamily: told.font, fontSize: 14 },
      // Drawn on the canvas: a tooltip of HTML would need styles that the page's policy refuses.
      tooltip: {
        renderMode: "richText",
        confine: true,
        backgroundColor: told.paper,
        borderColor: told.line,
        textStyle: { color: told.ink, fontFamily: told.font },
      },
    };
  }

  function start(element, option, { renderer = "canvas" } = {}) {
    const chart = echarts.init(element, null, { renderer });
    const draw = () => {
      const told = look();
      chart.setOption({ ...base(told), ...option(told, base(told)) }, true);
    };
    draw();
    new ResizeObserver(() => chart.resize()).observe(element);
    dark.addEventListener("change", draw);
    return { chart, draw };
  }

  function number(cell) {
    const told = cell?.dataset.value ?? cell?.textContent.replace(/[^\d.,-]/g, "").replace(",", ".");
    return told === undefined || told === "" ? null : Number(told);
  }

  function read(table) {
    const headings = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    const shown = headings.map((cell, place) => ({ cell, place })).slice(1);
    return {
      names: rows.map((row) => row.cells[0].textContent.trim()),
      series: shown
        .filter(({ cell, place }) => cell.dataset.noChart === undefined && rows.some((row) => number(row.cells[place]) !== null))
        .map(({ cell, place }) => ({
          name: cell.textContent.trim(),
          data: rows.map((row) => number(row.cells[place])),
        })),
    };
  }

  function option(table) {
    const kind = table.dataset.chart;
    const { names, series } = read(table);
    const caption = table.caption?.textContent.trim() ?? "";
    return (told, common) => {
      const axis = { axisLine: { lineStyle: { color: told.line } }, axisTick: { show: false } };
      const quiet = { axisLabel: { color: told.quiet }, splitLine: { lineStyle: { color: told.line } } };
      const category = { ...axis, ...quiet, type: "category", data: names, inverse: kind === "bar" };
      category.axisLabel = { ...quiet.axisLabel, width: 140, overflow: "truncate", hideOverlap: true };
      const limit = table.dataset.line === undefined ? null : Number(table.dataset.line);
      const value = { ...axis, ...quiet, type: "value", minInterval: limit === null ? 1 : undefined };
      return {
        aria: { enabled: true, decal: { show: series.length > 1 }, label: { description: caption } },
        grid: { left: 8, right: 24, top: series.length > 1 ? 40 : 12, bottom: 8, containLabel: true },
        legend: { show: series.length > 1, textStyle: { color: told.ink } },
        tooltip: { ...common.tooltip, trigger: "axis", axisPointer: { type: "shadow" } },
        xAxis: kind === "bar" ? value : category,
        yAxis: kind === "bar" ? category : value,
        series: series.map((one) => ({
          ...one,
          type: kind === "line" ? "line" : "bar",
          stack: table.dataset.stacked === undefined ? undefined : "all",
          barMaxWidth: 28,
          markLine: limit === null ? undefined : {
            data: [{ [kind === "bar" ? "xAxis" : "yAxis"]: limit }],
            lineStyle: { color: told.ink, type: "dashed" },
            label: { color: told.ink },
            symbol: "none",
            silent: true,
          },
        })),
      };
    };
  }

  function beside(table) {
    const figure = document.createElement("div");
    figure.className = "chart";
    const place = table.closest(".scroll") ?? table;
    place.before(figure);
    return start(figure, option(table));
  }

  document.querySelectorAll("table[data-chart]").forEach(beside);
  return { start, beside, look };
})();
