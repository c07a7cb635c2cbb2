document.documentElement.classList.add("with-script");
Traces.start();
const benches = [...document.querySelectorAll(".workbench")].map((element) => new Workbench(element));
window.metasacro = { pool: Pool.pool, numbers: Numbers, benches };
