(() => {
  const figure = document.getElementById("animation-figure");
  const { x, y, height, columns, rows, paths, dots, times } = JSON.parse(
    document.getElementById("animation-data").textContent,
  );
  const lines = [...figure.querySelectorAll(":scope > svg > path.now")];
  const maps = [...figure.querySelectorAll("svg.map")];
  const clock = figure.querySelector("text.time");
  const button = figure.querySelector("button");
  const range = figure.querySelector("input");
  const output = figure.querySelector("output");
  const last = times.length - 1;
  // All frames in six seconds; slowly, one by one, where less motion is asked for.
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const frameTime = () => (calm.matches ? 500 : 6000 / last);
  let frame = last;
  let request = 0;
  let since = 0;

  // Densities are heights over common places; states are places, as lines or as dots: lines without length.
  const density = (k) => `M${y[frame][k].map((value, i) => `${x[i]} ${height - value}`).join("L")}`;
  const state = (k) => {
    const places = paths[frame][k].flatMap((value, i, all) => (i % 2 === 0 ? [`${value} ${all[i + 1]}`] : []));
    if (places.length === 0) return "";
    return dots[k] ? `M${places.join("h0M")}h0` : `M${places.join("L")}`;
  };
  const pathOf = paths === undefined ? density : state;

  const show = (wanted) => {
    frame = Math.max(0, Math.min(last, wanted));
    for (const [k, line] of lines.entries()) line.setAttribute("d", pathOf(k));
    for (const map of maps) map.setAttribute("viewBox", `0 ${frame * rows} ${columns} ${rows}`);
    const text = `t = ${times[frame]}`;
    clock.textContent = text;
    output.textContent = text;
    range.value = String(frame);
    range.setAttribute("aria-valuetext", text);
  };

  const pause = () => {
    cancelAnimationFrame(request);
    request = 0;
    button.textContent = "Play";
  };

  const advance = (now) => {
    const passed = Math.floor((now - since) / frameTime());
    if (passed > 0) {
      since += passed * frameTime();
      show(frame + passed);
    }
    if (frame === last) pause();
    else request = requestAnimationFrame(advance);
  };

  const play = () => {
    if (frame === last) show(0);
    since = performance.now();
    button.textContent = "Pause";
    request = requestAnimationFrame(advance);
  };

  const toggle = () => (request === 0 ? play() : pause());
  const jump = (wanted) => {
    pause();
    show(wanted);
  };

  const keys = {
    " ": toggle,
    ArrowLeft: () => jump(frame - 1),
    ArrowDown: () => jump(frame - 1),
    ArrowRight: () => jump(frame + 1),
    ArrowUp: () => jump(frame + 1),
    Home: () => jump(0),
    End: () => jump(last),
  };
  figure.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  // A button is pressed when the space bar comes up again; the key has already been answered.
  button.addEventListener("keyup", (event) => {
    if (event.key === " ") event.preventDefault();
  });
  button.addEventListener("click", toggle);
  range.addEventListener("input", () => jump(range.valueAsNumber));

  figure.querySelector(".controls").hidden = false;
  show(last);
})();
