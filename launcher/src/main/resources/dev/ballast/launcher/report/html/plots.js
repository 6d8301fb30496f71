"use strict";

/** Values of the series in words and on axes, as the page's tables have them. */
const words = (() => {
  const KIB = 1024, MIB = KIB * KIB, GIB = KIB * MIB;

  const bytes = v => {
    let unit = 0, value = Math.abs(v);
    for (; value >= (unit ? 1023.95 : 1023.5) && unit < 6; unit++) value /= 1024;
    return (v < 0 ? "-" : "") + value.toFixed(unit ? 1 : 0) + " " + ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"][unit];
  };

  const latency = v => {
    const millis = 1e3 * v;
    if (millis >= 999.5) return v.toFixed(2) + " s";
    return millis.toFixed(millis === 0 || millis >= 99.95 ? 0 : millis >= 9.995 ? 1 : 2) + " ms";
  };

  const clock = (seconds, digits) => {
    const whole = Math.floor(seconds + 1e-9), hours = Math.floor(whole / 3600);
    const two = n => String(n).padStart(2, "0");
    const part = digits ? (seconds - whole + 1e-9).toFixed(digits).slice(1) : "";
    const minutes = Math.floor(whole / 60) % 60;
    return (hours ? hours + ":" + two(minutes) : minutes) + ":" + two(whole % 60) + part;
  };

  const value = {
    bytes,
    percent: v => v.toFixed(v !== 0 && Math.abs(v) < 1 ? 2 : 1) + " %",
    seconds: latency,
    count: v => String(+v.toFixed(1)),
  };

  /** All ticks of an axis in one unit, chosen by the largest. */
  const tick = {
    bytes: (v, most) => {
      const [size, unit] = most >= 2 * GIB ? [GIB, "GiB"] : most >= 2 * MIB ? [MIB, "MiB"] : [KIB, "KiB"];
      return +(v / size).toFixed(2) + " " + unit;
    },
    percent: v => +v.toFixed(3) + " %",
    seconds: (v, most) => (most >= 2 ? +v.toFixed(3) + " s" : +(1e3 * v).toPrecision(6) + " ms"),
    count: v => String(+v.toFixed(3)),
  };

  return {clock, value: unit => value[unit] || value.count, tick: unit => tick[unit] || tick.count};
})();

/** One series: its values with short pauses of the measurement told from long ones. */
class Series {
  constructor({name, title, unit}, values) {
    this.name = name;
    this.title = title;
    this.unit = unit;
    this.values = values;
    const at = [];
    this.values.forEach((v, i) => v !== null && at.push(i));
    this.at = at;
    const steps = at.slice(1).map((i, n) => i - at[n]).sort((a, b) => a - b);
    /** Two values further apart than this are not one line. */
    this.reach = steps.length ? Math.max(1, 3 * steps[steps.length >> 1]) : 0;
    this.most = at.reduce((most, i) => Math.max(most, this.values[i]), -Infinity);
  }

  static of(fields, count) {
    const values = new Array(count).fill(null);
    let last = 0;
    fields.values.split(",").forEach((word, i) => {
      if (word !== "") {
        last += Number(word);
        values[i] = last * fields.quantum;
      }
    });
    return new Series(fields, values);
  }

  /** For uPlot: undefined is drawn across, null is a gap. */
  joined(values = this.values) {
    const joined = values.slice();
    for (let n = 1; n < this.at.length; n++) {
      const from = this.at[n - 1], to = this.at[n];
      if (to - from <= this.reach) joined.fill(undefined, from + 1, to);
    }
    return joined;
  }

  /** The measured index nearest to that one, if it is near enough to be its value. */
  near(index) {
    const reach = Math.max(1, Math.ceil(this.reach / 2));
    for (let d = 0; d <= reach; d++) {
      if (this.values[index - d] != null) return index - d;
      if (this.values[index + d] != null) return index + d;
    }
    return null;
  }
}

/** Colours are names in the style sheet, so that they follow its schemes. */
const LOOKS = {
  "limit": {color: "--limit", width: 2},
  "wanted": {color: "--wanted", width: 1.5, dash: [6, 4]},
  "use": {color: "--peak", width: 1.5},
  "use-peak": {color: "--peak", width: 1, dash: [2, 2]},
  "held": {color: "--held", width: 2},
  "fuse": {color: "--fuse", width: 2},
  "heap-used": {color: "--one", width: 1.5, isOff: true},
  "heap-committed": {color: "--one", width: 1.5, dash: [4, 3], isOff: true},
  "direct": {color: "--two", width: 1.5, isOff: true},
  "rss": {color: "--three", width: 1.5, isOff: true},
  "psi-some": {color: "--three", width: 1.5},
  "psi-full": {color: "--limit", width: 1.5},
  "gc-time": {color: "--one", width: 1.5},
  "pause": {color: "--seven", width: 1},
  "threads": {color: "--two", width: 1.5},
};
const PALETTE = ["--four", "--three", "--one", "--two", "--five", "--six", "--seven", "--eight"];
const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

/** What there is of an area, and, dashed, what is wanted of it. */
Object.entries({
  heap: "--one", direct: "--two", metaspace: "--five", pagecache: "--six", limit: "--four", threads: "--three",
}).forEach(([area, color]) => {
  LOOKS["area:" + area] = {color, width: 2};
  LOOKS["area-wanted:" + area] = {color, width: 1.5, dash: [6, 4]};
});

const lookOf = (series, n) =>
  (Object.hasOwn(LOOKS, series.name) && LOOKS[series.name]) ||
  {color: PALETTE[n % PALETTE.length], width: 1.5, dash: DASHES[Math.floor(n / PALETTE.length) % DASHES.length]};

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const element = (name, className, text) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

/** A line or an area as the legend shows it. */
const swatch = (look, isArea) => {
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(NS, "svg");
  svg.setAttribute("viewBox", "0 0 24 12");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(NS, isArea ? "rect" : "path");
  if (isArea) {
    shape.setAttribute("width", "24");
    shape.setAttribute("height", "12");
    shape.setAttribute("rx", "2");
    shape.style.fill = `var(${look.color})`;
  } else {
    shape.setAttribute("d", "M0 6h24");
    shape.setAttribute("stroke-width", String(1 + look.width));
    if (look.dash && look.dash.length) shape.setAttribute("stroke-dasharray", look.dash.join(" "));
    shape.style.stroke = `var(${look.color})`;
  }
  svg.append(shape);
  return svg;
};

/** What is drawn behind and over the series of every chart. */
const marks = (run, failures) => {
  const FONT = "11px system-ui, sans-serif";
  const MOST_LINES = 40;
  const within = (u, x) => x >= u.scales.x.min && x <= u.scales.x.max;

  const phases = u => {
    const {ctx, bbox} = u, ratio = devicePixelRatio;
    const edge = x => Math.min(bbox.left + bbox.width, Math.max(bbox.left, u.valToPos(x, "x", true)));
    ctx.save();
    ctx.font = FONT.replace("11", String(11 * ratio));
    ctx.textBaseline = "alphabetic";
    ctx.textAlign = "left";
    run.phases.forEach(([name, from, to]) => {
      const left = edge(from), right = edge(to);
      if (right <= left) return;
      if (name === "during") {
        ctx.fillStyle = css("--shade");
        ctx.fillRect(left, bbox.top, right - left, bbox.height);
      }
      ctx.fillStyle = css("--mark");
      if (left > bbox.left) ctx.fillRect(left, bbox.top - 14 * ratio, ratio, bbox.height + 14 * ratio);
      if (ctx.measureText(name).width + 8 * ratio < right - left) ctx.fillText(name, left + 5 * ratio, bbox.top - 5 * ratio);
    });
    ctx.restore();
  };

  const events = u => {
    const {ctx, bbox} = u, ratio = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = css("--mark");
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.globalAlpha = 0.75;
    /** So many lines would hide what they mark. */
    const down = run.events.length > MOST_LINES ? 10 * ratio : bbox.height;
    run.events.forEach(([at]) => {
      if (!within(u, at)) return;
      const x = Math.round(u.valToPos(at, "x", true)), half = 4 * ratio;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + down);
      ctx.stroke();
      ctx.beginPath();
      ctx.moveTo(x - half, bbox.top);
      ctx.lineTo(x + half, bbox.top);
      ctx.lineTo(x, bbox.top + 1.6 * half);
      ctx.fill();
    });
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
    ctx.strokeStyle = css("--bad");
    ctx.lineWidth = 1.75 * ratio;
    failures.forEach(([at]) => {
      if (!within(u, at)) return;
      const x = u.valToPos(at, "x", true), y = bbox.top + bbox.height - 6 * ratio, half = 3.5 * ratio;
      ctx.beginPath();
      ctx.moveTo(x - half, y - half);
      ctx.lineTo(x + half, y + half);
      ctx.moveTo(x + half, y - half);
      ctx.lineTo(x - half, y + half);
      ctx.stroke();
    });
    ctx.restore();
  };

  /** The words of what is at the cursor. */
  const bubble = u => {
    const shown = element("div", "bubble");
    shown.hidden = true;
    u.over.append(shown);
    const all = run.events.concat(failures);
    return () => {
      const left = u.cursor.left;
      const here = left < 0 ? [] : all.filter(([at]) => within(u, at) && Math.abs(u.valToPos(at, "x") - left) < 7);
      shown.hidden = here.length === 0;
      if (shown.hidden) return;
      shown.replaceChildren(...here.slice(0, 4).map(([at, text]) => element("div", "", words.clock(at, 1) + "  " + text)));
      if (here.length > 4) shown.append(element("div", "", "and " + (here.length - 4) + " more"));
      const isRight = left > u.over.clientWidth / 2;
      shown.style.left = isRight ? "auto" : left + 10 + "px";
      shown.style.right = isRight ? u.over.clientWidth - left + 10 + "px" : "auto";
    };
  };

  return {phases, events, bubble};
};

/** Names at the right end of the lines that everything else is measured by. */
const lineNames = lines => u => {
  const {ctx, bbox} = u, ratio = devicePixelRatio;
  ctx.save();
  ctx.font = 600 + " " + 11 * ratio + "px system-ui, sans-serif";
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "right";
  ctx.lineWidth = 4 * ratio;
  ctx.lineJoin = "round";
  let above = -Infinity;
  lines.forEach(({index, text, color, value}) => {
    if (!u.series[index].show || value > u.scales.y.max) return;
    const y = u.valToPos(value, "y", true);
    const isBelow = y - above < 16 * ratio;
    const at = [text, bbox.left + bbox.width - 6 * ratio, isBelow ? y + 14 * ratio : y - 6 * ratio];
    ctx.strokeStyle = css("--card");
    ctx.strokeText(...at);
    ctx.fillStyle = css(color);
    ctx.fillText(...at);
    above = y;
  });
  ctx.restore();
};
