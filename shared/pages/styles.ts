/** Colours and measures that all pages share, light and dark. Each pair of text and ground passes WCAG AA. */
export const tokens = `
:root{color-scheme:light dark;
--paper:#f6f2e8;--sheet:#fffdf8;--ink:#1e2a23;--soft:#566158;--line:#dcd5c4;--edge:#8a8f82;
--leaf:#2c6a45;--leaf-deep:#1d4d31;--leaf-wash:#e6efe0;--on-leaf:#fff;
--alarm:#a2321c;--alarm-wash:#fbece7;--focus:#b3660a;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua",Georgia,serif;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
--radius:.6rem;--gap:1.5rem}
@media (prefers-color-scheme:dark){:root{
--paper:#131a16;--sheet:#1b241f;--ink:#eef1e8;--soft:#aab5aa;--line:#34403a;--edge:#75827a;
--leaf:#8fcf9f;--leaf-deep:#b3e3bf;--leaf-wash:#22322a;--on-leaf:#0f2418;
--alarm:#ffa18b;--alarm-wash:#37211c;--focus:#f0b35a}}`;

const rules = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column;
background:var(--paper);color:var(--ink);font:1.0625rem/1.6 var(--sans)}
main{flex:1;width:100%;max-width:38rem;margin:0 auto;padding:clamp(1.5rem,6vw,4.5rem) clamp(1rem,5vw,2rem)}
.sprout{display:block;width:2.6rem;height:2.6rem;margin:0 0 1.4rem;color:var(--leaf)}
.branch{display:none}
header{margin:0 0 2rem}
header p{margin:0}
h1{margin:0 0 1rem;font:600 clamp(1.85rem,1.4rem + 2.4vw,2.9rem)/1.15 var(--serif);letter-spacing:-.012em;
text-wrap:balance;overflow-wrap:break-word}
h2{margin:0 0 .5rem;font:600 1.0625rem/1.4 var(--sans)}
p{margin:0 0 1rem;text-wrap:pretty}
a{color:var(--leaf);text-underline-offset:.2em}
.lead{font-size:1.1875rem;color:var(--soft)}
.soft{color:var(--soft);font-size:.9375rem}
.sheet{background:var(--sheet);border:1px solid var(--line);border-radius:1rem;
padding:clamp(1.25rem,5vw,2.25rem);box-shadow:0 1.5rem 3rem -2rem rgb(30 42 35/.25)}
.sheet .lead{color:inherit}
.sheet>:last-child{margin-bottom:0}
.facts{margin:0 0 var(--gap);padding:0;list-style:none}
.facts li{position:relative;margin:0 0 .9rem;padding-left:2rem;overflow-wrap:anywhere}
.facts svg{position:absolute;left:0;top:.28rem;width:1.15rem;height:1.15rem;color:var(--leaf)}
.facts small{display:block;color:var(--soft);font-size:.875rem}
.field{margin:0 0 var(--gap);border:0;padding:0;min-width:0}
.field>label{display:block;margin:0 0 .4rem;font-weight:600}
.field>label small{font-weight:400;color:var(--soft)}
input,select,textarea,button{font:inherit;color:inherit}
input:not([type=checkbox],[type=radio],[type=hidden]),select,textarea{display:block;width:100%;min-height:3.1rem;padding:.65rem .9rem;
background:var(--sheet);border:1px solid var(--edge);border-radius:var(--radius)}
textarea{min-height:8rem;resize:vertical}
select{appearance:none;padding-right:2.75rem;background-image:linear-gradient(45deg,transparent 50%,var(--soft) 50%),
linear-gradient(135deg,var(--soft) 50%,transparent 50%);background-position:right 1.31rem center,right .95rem center;
background-size:.37rem .37rem;background-repeat:no-repeat}
[aria-invalid=true]:not([type=checkbox],[type=radio]){border-color:var(--alarm);box-shadow:inset 0 0 0 1px var(--alarm)}
.tick{display:grid;grid-template-columns:auto 1fr;gap:0 .8rem;align-items:start;margin:0 0 1rem}
.tick input{flex:none;width:1.35rem;height:1.35rem;margin:.15rem 0 0;accent-color:var(--leaf)}
.tick label{font-size:.9875rem;line-height:1.5}
.tick .error{grid-column:2}
.consent{margin:0 0 var(--gap);padding:1rem 1rem 1px;background:var(--leaf-wash);border-radius:var(--radius)}
.error{display:block;margin:.4rem 0 0;color:var(--alarm);font-size:.9375rem;font-weight:600}
.summary{margin:0 0 var(--gap);padding:1rem 1.15rem;background:var(--alarm-wash);border-left:.3rem solid var(--alarm);
border-radius:var(--radius)}
.summary:focus{outline:0}
.summary ul{margin:0;padding:0 0 0 1.1rem}
.summary a{color:var(--alarm)}
button,.button{display:inline-block;min-height:3.25rem;padding:.75rem 1.6rem;border:0;border-radius:var(--radius);
background:var(--leaf);color:var(--on-leaf);font:600 1.0625rem/1.6 var(--sans);text-align:center;text-decoration:none;
cursor:pointer}
button:hover,.button:hover{background:var(--leaf-deep)}
form button{width:100%}
button.alarm{background:var(--alarm);color:var(--sheet)}
button.quiet{margin:0;background:none;border:2px solid var(--leaf);color:var(--leaf)}
button.quiet:hover{background:var(--leaf-wash)}
legend{padding:0;margin:0 0 .6rem;font-weight:600}
.note{display:flex;gap:.6rem;align-items:flex-start;padding:.8rem 1rem;background:var(--leaf-wash);border-radius:var(--radius)}
.note svg{flex:none;width:1.15rem;height:1.15rem;margin-top:.28rem;color:var(--leaf)}
.ways{margin:1.75rem 0 0;padding:1.25rem 0 0;border-top:1px solid var(--line);list-style:none}
.ways a{display:inline-block;padding:.35rem 0}
.sheet h2{margin:2.25rem 0 .75rem;font:600 1.25rem/1.3 var(--serif)}
.summary h2,.offer h2{margin:0 0 .5rem}
.meant{margin:0 0 var(--gap);padding:1rem 1.15rem;background:var(--leaf-wash);border-radius:var(--radius)}
.meant:focus{outline:0}
.meant p{margin:0;overflow-wrap:anywhere}
.meant button{margin:.75rem 0 0;overflow-wrap:anywhere}
.known{margin:0}
.known div{display:grid;grid-template-columns:minmax(6rem,10rem) 1fr;gap:.25rem 1rem;padding:.5rem 0;
border-top:1px solid var(--line);overflow-wrap:anywhere}
.known dt{color:var(--soft);font-size:.9375rem}
.known dd{margin:0}
.story{margin:0;padding:0;list-style:none;overflow-wrap:anywhere}
.story li{padding:.6rem 0;border-top:1px solid var(--line)}
.story time,.story small{display:block;color:var(--soft);font-size:.875rem}
form .soft{margin:.9rem 0 0}
.page{overflow-wrap:anywhere}
.page>:first-child{margin-bottom:.4rem}
.page img{max-width:100%;height:auto}
.page pre{white-space:pre-wrap}
.page table{width:100%;border-collapse:collapse}
.page :is(th,td){padding:.35rem .5rem;border:1px solid var(--line);text-align:left;vertical-align:top}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.trap{position:absolute;left:-999rem;width:1px;height:1px;overflow:hidden}
.languages{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:0;padding:0;list-style:none}
.languages a{display:inline-block;padding:.35rem 0}
.languages [aria-current]{color:inherit;font-weight:600;text-decoration:none}
footer{width:100%;max-width:38rem;margin:0 auto;padding:1.25rem clamp(1rem,5vw,2rem) 2rem;color:var(--soft);
font-size:.875rem;overflow-wrap:break-word}
footer p{margin:0;white-space:pre-line}
footer nav{margin:0 0 .75rem}
@media (max-width:26rem){.known div{grid-template-columns:1fr}}
@media (min-width:60rem){
.wide main{max-width:68rem;display:grid;grid-template-columns:1fr minmax(24rem,28rem);gap:clamp(3rem,7vw,6rem);
align-items:start}
.wide header{position:sticky;top:4.5rem}
.wide footer{max-width:68rem}
.wide footer{display:flex;justify-content:space-between;gap:2rem;flex-direction:row-reverse}
.wide footer nav{margin:0}
.branch{display:block;width:min(100%,26rem);margin:3rem 0 0 -.5rem;color:var(--leaf)}}
.narrow h1{font-size:clamp(1.75rem,1.5rem + 1.6vw,2.35rem)}
.narrow form,.narrow .button{margin-top:1.75rem}
.embed{min-height:0;background:var(--sheet)}
.embed main{max-width:none;padding:clamp(1rem,4vw,1.75rem)}
.embed .sheet{padding:0;border:0;box-shadow:none;background:none}
.embed header{margin:0 0 1.5rem}
.embed h1{font-size:1.5rem}
@media (prefers-reduced-motion:no-preference){button,.button,input{transition:background-color .15s,border-color .15s}}
@media (forced-colors:active){button,.button{border:2px solid}}
`;

/** The one stylesheet of lead-facing pages. It stands in each page; nothing is fetched. */
export const stylesheet = `${tokens}${rules}`;

/** Its hash for the content security policy; test/pages/styles.test.ts says the new one when the sheet changes. */
export const stylesheetHash = 'sha256-5urwAoGGo4LyoaYgEx/UYOzQa4ggVcozxILng17+WGo=';
