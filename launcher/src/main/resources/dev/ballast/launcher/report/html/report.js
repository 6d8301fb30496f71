(() => {
  const run = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const HEIGHTS = {memory: 320, pressure: 180, pauses: 140, latency: 220, counts: 130};
  /** The width of a sheet of A4 or Letter without its margins. */
  const PAPER_WIDTH = 680;
  /** From here on a linear axis shows only the worst value. */
  const LOG_FROM = 30;
  /** What the rest of the memory is measured by. */
  const FIRST = ["limit", "wanted", "use", "use-peak"];
  const xs = Array.from({length: run.count}, (_, i) => i * run.step);
  const charts = [];

  /**
   * What is in use, divided: what ballast has taken lies on top of the rest. From the highest layer
   * down, since each is drawn from 0 and the next covers its lower part.
   */
  const layersOf = all => {
    const byName = name => all.find(series => series.name === name);
    const use = byName("use"), held = byName("held"), fuse = byName("fuse");
    if (!use || !(held || fuse)) return [];
    let rest = use.values;
    const layers = [];
    [[fuse, "--fuse"], [held, "--held"]].forEach(([series, color]) => {
      if (!series) return;
      layers.push({series, color, tops: use.joined(rest)});
      const at = lastOf(series);
      rest = rest.map((v, i) => {
        const taken = at(i);
        return v === null ? null : Math.max(0, v - taken);
      });
    });
    const others = new Series({name: "others", title: "everything else in use", unit: use.unit}, rest);
    return [...layers, {series: others, color: "--base", tops: use.joined(rest)}];
  };

  /** The value at an index or the last before it, 0 when that is too long ago; asked in order. */
  const lastOf = series => {
    let value = 0, age = Infinity;
    return i => {
      if (series.values[i] === null) age++;
      else [value, age] = [series.values[i], 0];
      return age <= series.reach ? value : 0;
    };
  };

  const shownPoints = series => (u, index, from, to) => {
    const seen = series.at.filter(i => i >= from && i <= to).length;
    return seen > 0 && u.bbox.width / devicePixelRatio / seen > 16;
  };

  const line = (series, look, isBars) => ({
    label: series.title,
    show: !look.isOff,
    stroke: () => css(look.color),
    width: isBars ? 0 : look.width,
    dash: look.dash && look.dash.length ? look.dash : undefined,
    fill: isBars ? () => css(look.color) : undefined,
    paths: isBars ? uPlot.paths.bars({size: [0.8, 10, 2]}) : undefined,
    points: isBars ? {show: false} : {show: shownPoints(series), size: 4.5, fill: () => css(look.color)},
  });

  const isLogarithmic = (id, all) => {
    if (id !== "latency") return false;
    const middles = all.map(series => {
      const sorted = series.at.map(i => series.values[i]).sort((a, b) => a - b);
      return sorted[sorted.length >> 1];
    });
    const least = Math.min(...middles.filter(v => v > 0));
    return Math.max(...all.map(series => series.most)) > LOG_FROM * least;
  };

  const axes = (unit, isLog, id) => {
    const font = "11px system-ui, sans-serif";
    const look = {stroke: () => css("--tick"), grid: {stroke: () => css("--grid"), width: 1}, ticks: {show: false}, font};
    const powers = Array.from({length: 40}, (_, i) => 2 ** (i + 10));
    return [
      {
        ...look, size: 30, gap: 8, space: 64,
        incrs: [.01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400],
        values: (u, splits, axis, space, incr) => splits.map(v => words.clock(v, incr < .1 ? 2 : incr < 1 ? 1 : 0)),
      },
      {
        ...look, size: 68, gap: 6, space: isLog || HEIGHTS[id] < 150 ? 20 : 34, ...(unit === "bytes" ? {incrs: powers} : {}),
        values: (u, splits) => {
          const most = isLog ? 0 : u.scales.y.max;
          return splits.map(v => (v === null ? "" : words.tick(unit)(v, most)));
        },
      },
    ];
  };

  const range = (unit, isLog) => {
    if (isLog) return undefined;
    const least = {percent: 1, bytes: 1024, seconds: 1e-3}[unit] || 1;
    return (u, min, max) => [0, Math.max(least, max === null ? 0 : max * 1.08)];
  };

  /** An entry of the legend; one with an index can be switched off. */
  const legendEntry = (chart, {series, look, index, isArea}) => {
    const entry = element(index ? "label" : "span", index ? "" : "entry");
    const output = element("output");
    if (index) {
      const box = element("input");
      box.type = "checkbox";
      box.checked = !look.isOff;
      box.addEventListener("change", () => chart.plot.setSeries(index, {show: box.checked}));
      entry.append(box);
    }
    entry.append(swatch(look, isArea), element("span", "", series.title), output);
    const say = words.value(series.unit);
    const isConstant = series.name === "limit" || series.name === "wanted";
    const summed = (isConstant ? "" : "max ") + say(series.most) + (chart.far === series ? " (above the picture)" : "");
    return {
      entry,
      text: () => series.title + " " + output.textContent,
      show: i => {
        const near = i === null ? null : series.near(i);
        output.textContent = i === null ? summed : near === null ? "–" : say(series.values[near]);
      },
    };
  };

  /** Everything of a chart that is drawn, from back to front, as uPlot and the legend want it. */
  const content = (id, all, isLog, far) => {
    const data = [xs], options = [{}], drawn = [null], entries = [], names = [];
    const add = (values, option, series) => {
      options.push(option);
      drawn.push(series);
      return data.push(values) - 1;
    };
    const layers = id === "memory" ? layersOf(all) : [];
    layers.forEach(({series, color, tops}) => {
      add(tops, {fill: () => css(color), width: 0, points: {show: false}}, null);
      entries.unshift({series, look: {color}, isArea: true});
    });
    const order = series => (FIRST.includes(series.name) ? FIRST.indexOf(series.name) : FIRST.length);
    [...all].sort((a, b) => order(a) - order(b)).forEach((series, n) => {
      if (layers.some(layer => layer.series === series)) return;
      const look = lookOf(series, n), isBars = id === "pauses";
      const values = isLog ? series.values.map(v => (v === null ? null : Math.max(v, 1e-5))) : series.values;
      const index = add(isBars ? values : series.joined(values),
        {...line(series, look, isBars), auto: series !== far}, series);
      entries.push({series, look, index});
      if (series.name === "limit" || series.name === "wanted") {
        names.push({index, text: series.name + " " + words.value(series.unit)(series.most), color: look.color, value: series.most});
      }
    });
    names.sort((a, b) => b.value - a.value);
    return {data, options, drawn, entries, names};
  };

  const make = ({id, series: fields}) => {
    const figure = document.getElementById("chart-" + id);
    const all = fields.map(one => Series.of(one, run.count));
    const unit = all[0].unit, isLog = isLogarithmic(id, all);
    const limit = all.find(series => series.name === "limit");
    const others = all.filter(series => series !== limit && !lookOf(series, 0).isOff).map(series => series.most);
    /** A limit that would press everything else to the ground. */
    const far = limit && others.length && limit.most > 2.2 * Math.max(...others) ? limit : null;
    const {data, options, drawn, entries, names} = content(id, all, isLog, far);
    if (isLog) figure.querySelector(".aside").textContent = "logarithmic";
    const drawing = marks(run, id === "latency" ? run.failures : []);
    const target = figure.querySelector(".plot");
    const chart = {id, figure, far};
    chart.entries = entries.map(entry => legendEntry(chart, entry));
    chart.entries.forEach(one => {
      one.show(null);
      figure.querySelector(".legend").append(one.entry);
    });
    chart.plot = new uPlot({
      width: Math.max(200, target.clientWidth), height: heightOf(id), padding: [20, 10, 0, 0],
      legend: {show: false}, series: options, axes: axes(unit, isLog, id),
      scales: {x: {time: false}, y: {distr: isLog ? 3 : 1, range: range(unit, isLog)}},
      cursor: {
        y: false, drag: {x: true, y: false, dist: 4}, points: {size: 7},
        sync: {key: "run", setSeries: false, scales: ["x", null]},
        dataIdx: (u, n, index) => (n > 0 && drawn[n] ? drawn[n].near(index) ?? index : index),
      },
      hooks: {
        drawClear: [drawing.phases],
        draw: [drawing.events, lineNames(names)],
        ready: [u => (chart.bubble = drawing.bubble(u))],
        setCursor: [u => moved(chart, u)],
        setScale: [(u, key) => key === "x" && zoomed(u)],
      },
    }, data, target);
    return chart;
  };

  const heightOf = id => Math.round(HEIGHTS[id] * (innerWidth < 600 ? 0.85 : 1));

  const toolbar = document.getElementById("toolbar");
  const scrub = document.getElementById("scrub");
  const scrubbed = document.getElementById("scrubbed");

  const moved = (chart, u) => {
    const index = u.cursor.left >= 0 && u.cursor.idx != null ? u.cursor.idx : null;
    chart.entries.forEach(one => one.show(index));
    if (chart.bubble) chart.bubble();
    if (charts.length && chart === charts[0]) {
      if (index !== null) scrub.value = index;
      scrubbed.textContent = index === null ? "–" : words.clock(xs[index], 1);
      scrub.setAttribute("aria-valuetext", index === null ? "none"
        : [words.clock(xs[index], 1), ...chart.entries.slice(0, 4).map(one => one.text())].join(", "));
    }
  };

  const zoomed = u => {
    if (!charts.length || u !== charts[0].plot) return;
    const {min, max} = u.scales.x;
    scrub.min = Math.max(0, Math.ceil(min / run.step));
    scrub.max = Math.min(run.count - 1, Math.floor(max / run.step));
    toolbar.querySelectorAll("button").forEach(button => {
      const [from, to] = windowOf(button);
      button.setAttribute("aria-pressed", Math.abs(from - min) < run.step && Math.abs(to - max) < run.step);
    });
  };

  const windowOf = button => {
    const whole = [xs[0], xs[xs.length - 1]];
    if (!button.dataset.zoom) return whole;
    const [from, to] = button.dataset.zoom.split(",").map(Number);
    return [Math.max(whole[0], from), Math.min(whole[1], to)];
  };

  const zoomTo = ([min, max]) => {
    if (max > min) charts.forEach(chart => chart.plot.setScale("x", {min, max}));
  };

  const fit = width => charts.forEach(chart => {
    const wide = width || chart.figure.querySelector(".plot").clientWidth;
    if (wide > 0) chart.plot.setSize({width: wide, height: heightOf(chart.id)});
  });

  const redraw = () => charts.forEach(chart => chart.plot.redraw(false));

  const watch = () => {
    toolbar.hidden = false;
    toolbar.querySelectorAll("button").forEach(button =>
      button.addEventListener("click", () => zoomTo(windowOf(button))));
    scrub.addEventListener("input", () => charts.forEach(({plot}) => {
      const top = plot.over.clientHeight / 2;
      plot.setCursor({left: plot.valToPos(xs[Number(scrub.value)], "x"), top}, true, false);
    }));
    zoomed(charts[0].plot);
    let width = innerWidth;
    addEventListener("resize", () => {
      if (innerWidth !== width) fit();
      width = innerWidth;
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    addEventListener("beforeprint", () => {
      root.classList.add("paper");
      fit(PAPER_WIDTH);
      redraw();
    });
    addEventListener("afterprint", () => {
      root.classList.remove("paper");
      fit();
      redraw();
    });
  };

  const copying = () => {
    const command = document.getElementById("command"), button = document.getElementById("copy");
    if (!command) return;
    const said = document.getElementById("copied");
    /** Where a page has no clipboard: what is selected is copied. */
    const bySelection = () => {
      getSelection().selectAllChildren(command);
      return document.execCommand("copy");
    };
    button.hidden = false;
    button.addEventListener("click", async () => {
      let isCopied;
      try {
        await navigator.clipboard.writeText(command.textContent);
        isCopied = true;
      } catch (refused) {
        isCopied = bySelection();
      }
      said.textContent = isCopied ? "Copied" : "Not copied; select it and copy it by hand";
    });
  };

  if (run.charts.length) {
    root.classList.add("drawn");
    run.charts.forEach(chart => charts.push(make(chart)));
    watch();
  }
  copying();
})();
