import { oneLine } from "./one-line.js";

/** Accents that Computer Modern has in every encoding, by their combining marks. */
const accents: Readonly<Record<string, string>> = {
  ...{ "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": "." },
  ...{ "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0327": "c", "\u0331": "b" },
};
/** Those that do not stand on the dot of an i. */
const below = ["d", "c", "b"];

const letters: Readonly<Record<string, string>> = {
  ...{ ß: "ss", æ: "ae", Æ: "AE", œ: "oe", Œ: "OE", ø: "o", Ø: "O", ł: "l", Ł: "L", ı: "i", ȷ: "j" },
  ...{ "\\": "textbackslash", "~": "textasciitilde", "^": "textasciicircum", "`": "textasciigrave" },
  ...{ "<": "textless", ">": "textgreater", "|": "textbar", "…": "dots", "§": "S", "¶": "P", "†": "dag", "‡": "ddag" },
  ...{ "©": "copyright", "£": "pounds", "•": "textbullet", "·": "textperiodcentered" },
};

const mathematics: Readonly<Record<string, string>> = {
  ...{ α: "\\alpha", β: "\\beta", γ: "\\gamma", δ: "\\delta", ε: "\\varepsilon", ϵ: "\\epsilon", ζ: "\\zeta" },
  ...{ η: "\\eta", θ: "\\theta", ϑ: "\\vartheta", ι: "\\iota", κ: "\\kappa", λ: "\\lambda", μ: "\\mu", µ: "\\mu" },
  ...{ ν: "\\nu", ξ: "\\xi", π: "\\pi", ρ: "\\rho", σ: "\\sigma", ς: "\\varsigma", τ: "\\tau", υ: "\\upsilon" },
  ...{ φ: "\\varphi", ϕ: "\\phi", χ: "\\chi", ψ: "\\psi", ω: "\\omega", Γ: "\\Gamma", Δ: "\\Delta", Θ: "\\Theta" },
  ...{ Λ: "\\Lambda", Ξ: "\\Xi", Π: "\\Pi", Σ: "\\Sigma", Υ: "\\Upsilon", Φ: "\\Phi", Ψ: "\\Psi", Ω: "\\Omega" },
  ...{
    "×": "\\times",
    "⊗": "\\otimes",
    "⊕": "\\oplus",
    "∘": "\\circ",
    "±": "\\pm",
    "∓": "\\mp",
    "−": "-",
    "÷": "\\div",
  },
  ...{ "≤": "\\leq", "≥": "\\geq", "≠": "\\neq", "≈": "\\approx", "≡": "\\equiv", "∼": "\\sim", "∝": "\\propto" },
  ...{ "≪": "\\ll", "≫": "\\gg", "→": "\\to", "←": "\\gets", "↔": "\\leftrightarrow", "⇒": "\\Rightarrow" },
  ...{ "⇔": "\\Leftrightarrow", "↦": "\\mapsto", "∞": "\\infty", "∂": "\\partial", "∇": "\\nabla", "∫": "\\int" },
  ...{ "∑": "\\sum", "∏": "\\prod", "√": "\\surd", "∈": "\\in", "∉": "\\notin", "⊂": "\\subset", "⊆": "\\subseteq" },
  ...{ "∪": "\\cup", "∩": "\\cap", "∅": "\\emptyset", "∀": "\\forall", "∃": "\\exists", "¬": "\\neg", "∧": "\\wedge" },
  ...{ "∨": "\\vee", "⟨": "\\langle", "⟩": "\\rangle", "‖": "\\|", ℓ: "\\ell", "°": "{}^\\circ", "′": "{}'" },
  ...{ ℝ: "\\mathbf{R}", ℕ: "\\mathbf{N}", ℤ: "\\mathbf{Z}", ℚ: "\\mathbf{Q}", ℂ: "\\mathbf{C}" },
};

const words: Readonly<Record<string, string>> = {
  ...{ å: "\\r{a}", Å: "\\r{A}", "–": "--", "—": "---", "‐": "-", "‑": "-", "⁄": "/" },
  ...{ "‘": "`", "’": "'", "‚": ",", "“": "``", "”": "''", "„": ",,", '"': "''", "¿": "?`", "¡": "!`" },
  ...Object.fromEntries([..."#$%&_{}"].map((one) => [one, `\\${one}`])),
  ...Object.fromEntries(Object.entries(letters).map(([one, name]) => [one, `\\${name}{}`])),
  ...Object.fromEntries(Object.entries(mathematics).map(([one, name]) => [one, `$${name}$`])),
  ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((one, k) => [one, `$^${k}$`])),
  ...Object.fromEntries([..."₀₁₂₃₄₅₆₇₈₉"].map((one, k) => [one, `$_${k}$`])),
};

/**
 * One line that LaTeX sets as it reads, whatever the encoding of its fonts.
 *
 * What Computer Modern lacks stays as it is: {@link asciiOnly} takes it from the whole file.
 */
export function escapeText(text: string): string {
  // Hyphens and quotes that follow each other are ligatures.
  const line = oneLine(text).replaceAll(/-(?=-)|'(?=')/g, (one) => `${one}\u200c`);
  return line
    .normalize("NFC")
    .replaceAll(/\P{M}\p{M}*|\p{M}+/gu, clusterText)
    .replaceAll("\u200c", "{}");
}

/** A letter with the marks on it. */
function clusterText(cluster: string): string {
  const known = words[cluster] ?? (/^[ -~]$/.test(cluster) ? cluster : undefined);
  if (known !== undefined) return known;
  const [base = "", ...marks] = cluster.normalize("NFD");
  if (marks.length > 0 && marks.every((mark) => /\p{M}/u.test(mark))) return marks.reduce(marked, clusterText(base));
  const plain = cluster.normalize("NFKC");
  return plain === cluster ? cluster : [...plain].map(clusterText).join("");
}

function marked(letter: string, mark: string): string {
  const accent = accents[mark];
  if (accent === undefined) return letter + mark;
  const isDotted = (letter === "i" || letter === "j") && !below.includes(accent);
  return `\\${accent}{${isDotted ? `\\${letter}` : letter}}`;
}

/** A file in ASCII, with a comment that names the characters it lacks: marks are left out, others become `?`. */
export function asciiOnly(tex: string): string {
  const missing = [...new Set(tex.match(/[^\n -~]/gu))].map((one) => one.codePointAt(0) as number);
  if (missing.length === 0) return tex;
  const names = missing.slice(0, 20).map((one) => `U+${one.toString(16).toUpperCase().padStart(4, "0")}`);
  const more = missing.length > names.length ? `, and ${missing.length - names.length} others` : "";
  const rest = tex.replaceAll(/[\p{M}\p{Cf}]/gu, "").replaceAll(/[^\n -~]/gu, "?");
  return `% LaTeX's own fonts lack ${names.join(", ")}${more}: replaced here.\n${rest}`;
}
