// Charts: drawn on a canvas from the figures beside them, in the colours of the theme.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const TONES = ["primary", "warning", "success", "accent", "info", "error"];
const language = document.documentElement.lang || "en";
const still = matchMedia("(prefers-reduced-motion: reduce)");
const charts = new Map();

/** The theme's colours are oklch; the library understands rgb, so a pixel is asked. */
function colour(name) {
  const said = getComputedStyle(document.documentElement).getPropertyValue(`--color-${name}`).trim();
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  brush.fillStyle = said || "#888";
  brush.fillRect(0, 0, 1, 1);
  const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

function written(look, currency) {
  const styles = {
    money: { style: "currency", currency, maximumFractionDigits: 0 },
    percent: { style: "percent", maximumFractionDigits: 1 },
  };
  const format = new Intl.NumberFormat(language, styles[look] ?? { maximumFractionDigits: 1 });
  return (value) => (value === null || value === undefined || value === "-" ? "—" : format.format(value));
}

function options(data) {
  const text = colour("base-content");
  const line = colour("base-300");
  const say = written(data.look, data.currency);
  const short = new Intl.NumberFormat(language, { notation: "compact", ...(data.look === "percent" ? { style: "percent", notation: "standard" } : {}) });
  const quiet = { color: text, fontFamily: getComputedStyle(document.body).fontFamily };
  return {
    animation: !still.matches,
    color: TONES.map(colour),
    textStyle: quiet,
    grid: { left: 8, right: 16, top: data.series.length > 1 ? 36 : 12, bottom: 8, containLabel: true },
    legend: { show: data.series.length > 1, top: 0, textStyle: quiet, inactiveColor: line },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      valueFormatter: say,
      backgroundColor: colour("base-100"),
      borderColor: line,
      textStyle: quiet,
    },
    xAxis: {
      type: "category",
      data: data.labels,
      axisLabel: { ...quiet, hideOverlap: true, width: 96, overflow: "truncate" },
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      axisLabel: { ...quiet, formatter: (value) => short.format(value) },
      splitLine: { lineStyle: { color: line } },
    },
    series: data.series.map(({ name, values }) => ({
      name,
      type: data.kind,
      data: values,
      barMaxWidth: 48,
      symbolSize: 6,
      connectNulls: true,
    })),
  };
}

function draw() {
  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const chart = charts.get(place) ?? init(place, null, { renderer: "canvas" });
    charts.set(place, chart);
    chart.setOption(options(data), true);
  }
}

draw();
addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
