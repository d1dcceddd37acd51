import { tokens } from '../../../shared/pages/styles.ts';

/** The page of the API: the pages' colours, a column of names beside the text where there is room. */
export const docsStyles = `${tokens}
:root{--mono:ui-monospace,"SF Mono","Cascadia Code",Menlo,Consolas,monospace}
*,*::before,*::after{box-sizing:border-box}
html{scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 var(--sans)}
a{color:var(--leaf);text-underline-offset:.2em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
code,pre{font-family:var(--mono);font-size:.875em}
p{margin:0 0 .9rem;text-wrap:pretty}
h1,h2,h3{font-family:var(--serif);font-weight:600;line-height:1.2;margin:0 0 .75rem}
h1{font-size:clamp(2rem,1.5rem + 2vw,2.8rem);letter-spacing:-.012em}
h4{margin:1.5rem 0 .5rem;font:600 .8125rem/1.4 var(--sans);letter-spacing:.06em;text-transform:uppercase;color:var(--soft)}
nav{padding:1.5rem clamp(1rem,4vw,2rem);border-bottom:1px solid var(--line);font-size:.9375rem}
nav .name{font:600 1.25rem/1.3 var(--serif);color:var(--ink);text-decoration:none}
nav h2{margin:1.25rem 0 .4rem;font:600 .8125rem/1.4 var(--sans);color:var(--soft)}
nav ul{margin:0;padding:0;list-style:none}
nav li{margin:.15rem 0}
nav li a:has(b){display:flex;align-items:baseline}
nav li a{color:var(--ink);text-decoration:none}
nav li a:hover{color:var(--leaf);text-decoration:underline}
nav b{flex:none;width:3.2rem}
nav .names{display:flex;flex-wrap:wrap;gap:0 .9rem}
main{padding:clamp(1.5rem,4vw,3.5rem) clamp(1rem,4vw,3rem);max-width:58rem}
header{max-width:44rem;margin-bottom:2.5rem}
.tag{margin:3rem 0 0}
.tag>h2{font-size:1.75rem;margin-bottom:.35rem}
.tag>p{color:var(--soft)}
article{margin:1.25rem 0;padding:clamp(1rem,3vw,1.75rem);background:var(--sheet);border:1px solid var(--line);border-radius:1rem}
article:target{border-color:var(--leaf);box-shadow:0 0 0 1px var(--leaf)}
article>h3{font-size:1.25rem}
article>:last-child{margin-bottom:0}
.route{overflow-wrap:anywhere}
b.get,b.post,b.put,b.delete{font:700 .75rem/1.6 var(--mono);color:var(--leaf)}
b.put,b.post{color:color-mix(in srgb,var(--focus) 80%,var(--ink))}
b.delete{color:var(--alarm)}
.route b{display:inline-block;padding:.1rem .5rem;border:1px solid currentColor;border-radius:.4rem}
.scopes{font-size:.875rem;color:var(--soft)}
.scopes span{display:inline-block;margin-right:.35rem;padding:.05rem .55rem;background:var(--leaf-wash);color:var(--ink);border-radius:1rem}
pre{margin:0 0 1rem;padding:.9rem 1rem;overflow-x:auto;background:var(--paper);border:1px solid var(--line);border-radius:var(--radius);line-height:1.5}
dl{margin:0 0 1rem;border-top:1px solid var(--line)}
dl>div{padding:.5rem 0;border-bottom:1px solid var(--line)}
dt{overflow-wrap:anywhere;font-size:.9375rem}
dt>code{font-weight:700}
dt small,dd small{color:var(--soft)}
dd{margin:0;font-size:.9375rem;overflow-wrap:anywhere}
dd>small{display:block}
dd>dl{margin:.4rem 0 .25rem 1rem}
dd>dl>div:last-child{border-bottom:0}
.type{margin-bottom:.4rem;font-size:.9375rem}
.status{font-family:var(--mono);font-size:.875rem}
.refusals{margin:0;padding:0;list-style:none;font-size:.9375rem;color:var(--soft)}
.refusals .status{color:var(--ink)}
details{margin:0 0 1rem}
summary{cursor:pointer;font-weight:600;font-size:.9375rem}
details pre{margin-top:.5rem;max-height:32rem}
@media (min-width:62rem){
body{display:grid;grid-template-columns:20rem minmax(0,1fr)}
nav{position:sticky;top:0;height:100vh;overflow-y:auto;border-bottom:0;border-right:1px solid var(--line)}
}`;
