// Draws what the server has counted: stacked bars over time, in the colours of the page.
"use strict";

(() => {
  const drawn = new WeakMap();

  // The colour that a rule of the stylesheet comes to here, light or dark.
  function colour(box, name) {
    const probe = document.createElement("i");
    probe.className = name;
    box.append(probe);
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  }

  function short(number) {
    if (number >= 1e6) return `${+(number / 1e6).toFixed(1)}M`;
    return number >= 1e3 ? `${+(number / 1e3).toFixed(1)}k` : `${number}`;
  }

  // Each series on top of those before it; the highest is drawn first, behind the others.
  function stacked(series, length) {
    const heights = [];
    let below = new Array(length).fill(0);
    for (const one of series) {
      below = one.counts.map((count, i) => count + below[i]);
      heights.push(below);
    }
    return heights.reverse();
  }

  function tip(box, data) {
    const shown = document.createElement("div");
    shown.className = "chart-tip";
    shown.hidden = true;
    box.append(shown);
    return (plot) => {
      const at = plot.cursor.idx;
      shown.hidden = at == null || plot.cursor.left < 0;
      if (shown.hidden) return;
      const lines = [data.times[at], data.exact[at]];
      for (const one of data.series) {
        if (one.counts[at] > 0) lines.push(`${one.name}: ${one.counts[at].toLocaleString("en")}`);
      }
      shown.textContent = lines.join("\n");
      const room = box.clientWidth - shown.offsetWidth - 8;
      shown.style.left = `${Math.max(8, Math.min(room, plot.cursor.left + 64))}px`;
    };
  }

  function draw(box) {
    drawn.get(box)?.destroy();
    box.hidden = false;
    box.replaceChildren();
    const data = JSON.parse(box.dataset.chart);
    const length = data.times.length;
    const muted = colour(box, "chart-text");
    const line = colour(box, "chart-line");
    const bars = uPlot.paths.bars({ size: [0.78, 36], align: 0 });
    const font = `12px ${getComputedStyle(box).fontFamily}`;
    const plot = new uPlot(
      {
        width: box.clientWidth,
        height: 240,
        legend: { show: false },
        padding: [12, 8, 0, 0],
        cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
        hooks: { setCursor: [tip(box, data)] },
        scales: {
          x: { time: false, range: () => [-0.6, length - 0.4] },
          y: { range: (_, least, most) => [0, Math.max(4, most * 1.08)] },
        },
        axes: [
          {
            stroke: muted, font, size: 32, space: 84, grid: { show: false }, ticks: { show: false },
            incrs: [1, 2, 3, 6, 12, 24, 48, 72, 96, 168, 336],
            values: (_, places) => places.map((i) => data.times[i] ?? ""),
          },
          {
            stroke: muted, font, size: 52, ticks: { show: false }, grid: { stroke: line, width: 1 },
            values: (_, counts) => counts.map((count) => (Number.isInteger(count) ? short(count) : "")),
          },
        ],
        series: [
          {},
          ...[...data.series].reverse().map((one) => {
            const fill = colour(box, `c${one.style}`);
            return { fill, width: 0, paths: bars, points: { show: false } };
          }),
        ],
      },
      [data.times.map((_, i) => i), ...stacked(data.series, length)],
      box);
    drawn.set(box, plot);
  }

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const plot = drawn.get(target);
      if (plot && plot.width !== target.clientWidth) plot.setSize({ width: target.clientWidth, height: 240 });
    }
  });

  function all(root) {
    for (const box of root.querySelectorAll("[data-chart]")) {
      draw(box);
      resized.observe(box);
    }
  }

  all(document);
  document.addEventListener("htmx:afterSwap", () => {
    for (const box of document.querySelectorAll("[data-chart]")) if (!drawn.has(box)) all(box.parentNode);
  });
  document.addEventListener("themechange", () => all(document));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => all(document));
})();
