import { createHash } from 'node:crypto';
import type { Form } from '../../shared/domain/form.ts';
import { embedForm } from './embed-form.ts';

/**
 * Draws a form where its script stands. Plain DOM calls alone, so that it works under a strict policy of the
 * page around it (which names our origin in `script-src` and `connect-src`): no inline styles, no HTML as text.
 * Attributes of the script: `data-lang`, `data-magnet`, `data-target` (a selector), `data-<field>` for hidden fields.
 */
const client = String.raw`(function(form){
var script=document.currentScript,data=script?script.dataset:{};
var origin=script?new URL(script.src).origin:location.origin;
var asked=(data.lang||document.documentElement.lang||'').slice(0,2).toLowerCase();
var language=form.languages.indexOf(asked)<0?form.languages[0]:asked,words=form.words[language];
var prefix='kweek-'+form.id+'-'+Math.random().toString(36).slice(2,7)+'-';
var submission=null,renderedAt;
fetch(origin+'/f/'+form.id+'/rendered-at').then(function(answer){return answer.json()}).then(function(answer){renderedAt=answer.rendered_at}).catch(function(){});
function make(name,attributes,children){
var element=document.createElement(name);
Object.keys(attributes||{}).forEach(function(key){var value=attributes[key];
if(value===true)element.setAttribute(key,'');else if(value!==false&&value!=null)element.setAttribute(key,String(value))});
(children||[]).forEach(function(child){if(child)element.append(child)});
return element}
var autofill={email:'email',first_name:'given-name',last_name:'family-name',name:'name',company:'organization'};
function control(field){
var common={id:prefix+field.name,name:field.name,required:field.required};
if(field.type==='select'){
var labels=words.fields[field.name].options||[];
return make('select',common,[make('option',{value:''},[words.choose])].concat((form.options[field.name]||[]).map(function(value,i){return make('option',{value:value},[labels[i]||value])})))}
if(field.type==='textarea')return make('textarea',Object.assign({rows:5,maxlength:field.maxLength},common));
if(field.type==='checkbox')return make('input',Object.assign({type:'checkbox',value:'on'},common));
var type={email:'email',tel:'tel',number:'number'}[field.type]||'text';
return make('input',Object.assign({type:type,autocomplete:autofill[field.name]||'on',maxlength:type==='number'?null:field.maxLength,step:type==='number'?'any':null,inputmode:field.type==='url'?'url':null},common))}
function row(field){
var input=control(field),label=words.fields[field.name].label;
var error=make('span',{class:'kweek-error',id:prefix+field.name+'-error'});
var optional=field.required||field.type==='checkbox'?null:make('small',{},[' ('+words.optional+')']);
var text=make('label',{for:prefix+field.name},[label,optional]);
var parts=field.type==='checkbox'?[input,' ',text,error]:[text,input,error];
return make('div',{class:field.type==='checkbox'?'kweek-tick':'kweek-field'},parts)}
function hiddenValue(name){
return data[name.replace(/_(\w)/g,function(_,letter){return letter.toUpperCase()})]||new URLSearchParams(location.search).get(name)||''}
var visible=form.fields.filter(function(field){return field.type!=='hidden'});
var status=make('p',{class:'kweek-status',role:'status',tabindex:'-1'});
var button=make('button',{type:'submit'},[words.button]);
var boxes=form.consent.map(function(one){
return make('div',{class:'kweek-tick'},[make('input',{type:'checkbox',id:prefix+'c-'+one.purpose,'data-purpose':one.purpose}),' ',make('label',{for:prefix+'c-'+one.purpose},[words.consent[one.purpose]])])});
var trap=form.trap?make('div',{'aria-hidden':'true',class:'kweek-trap'},[make('label',{for:prefix+'website'},[words.leaveEmpty]),make('input',{id:prefix+'website',name:'website',tabindex:'-1',autocomplete:'off'})]):null;
if(trap){trap.style.position='absolute';trap.style.left='-9999px'}
var root=make('form',{class:'kweek-form',lang:language,novalidate:true,method:'post',action:origin+'/f/'+form.id},
[status].concat(visible.map(row),boxes,[trap,button,words.leaveAnyTime?make('p',{class:'kweek-soft'},[make('small',{},[words.leaveAnyTime])]):null]));
function say(text,bad){status.textContent=text;status.setAttribute('role',bad?'alert':'status')}
function mark(field,text){
var input=root.querySelector('#'+CSS.escape(prefix+field.name)),error=root.querySelector('#'+CSS.escape(prefix+field.name+'-error'));
if(!input)return null;
error.textContent=text;
if(text){input.setAttribute('aria-invalid','true');input.setAttribute('aria-describedby',error.id)}
else{input.removeAttribute('aria-invalid');input.removeAttribute('aria-describedby')}
return input}
function values(){
var body={language:language,page:location.href,rendered_at:renderedAt,submission_id:submission,consent:{}};
form.fields.forEach(function(field){
if(field.type==='hidden'){body[field.name]=hiddenValue(field.name);return}
var input=root.querySelector('[name="'+field.name+'"]');
body[field.name]=field.type==='checkbox'?(input.checked?'on':''):input.value});
boxes.forEach(function(box){var input=box.querySelector('input');body.consent[input.dataset.purpose]=input.checked});
form.consent.forEach(function(one){if(one.purpose==='marketing')body.consent.textId=one.textId});
if(trap)body.website=trap.querySelector('input').value;
if(form.magnets.indexOf(data.magnet)>=0)body.magnet=data.magnet;
try{body.time_zone=Intl.DateTimeFormat().resolvedOptions().timeZone}catch(_){}
return body}
function thank(){
if(form.thankYouUrl&&data.thanks!=='here'){location.assign(form.thankYouUrl);return}
var thanks=make('div',{class:'kweek-thanks',role:'status',tabindex:'-1',lang:language},words.thanks.map(function(text,i){return make(i?'p':'h2',{},[text])}));
root.replaceWith(thanks);thanks.focus()}
function refuse(errors){
var first=null;
errors.forEach(function(error){
var field=visible.filter(function(one){return one.name===error.field})[0];
if(!field)return;
var input=mark(field,words.fields[field.name].errors[error.code]||words.other);
first=first||input});
say(words.other,true);(first||status).focus()}
root.addEventListener('submit',function(event){
event.preventDefault();
if(button.getAttribute('aria-disabled')==='true')return;
submission=submission||(window.crypto&&crypto.randomUUID?crypto.randomUUID():Date.now().toString(36)+Math.random().toString(36).slice(2));
visible.forEach(function(field){mark(field,'')});say('',false);
button.setAttribute('aria-disabled','true');
fetch(origin+'/f/'+form.id,{method:'POST',headers:{'content-type':'application/json',accept:'application/json'},body:JSON.stringify(values())})
.then(function(answer){
if(answer.ok){thank();return}
submission=null;
return answer.json().catch(function(){return{}}).then(function(problem){refuse(problem.errors||[])})})
.catch(function(){say(words.other,true);status.focus()})
.finally(function(){button.removeAttribute('aria-disabled')})});
try{
var sheet=new CSSStyleSheet();
sheet.replaceSync('.kweek-form .kweek-field{margin:0 0 1em}.kweek-form .kweek-field label{display:block;margin:0 0 .3em}.kweek-form .kweek-field input,.kweek-form .kweek-field select,.kweek-form .kweek-field textarea{box-sizing:border-box;width:100%;max-width:32em;padding:.55em .7em;font:inherit}.kweek-form .kweek-tick{margin:0 0 1em}.kweek-form button{padding:.65em 1.3em;font:inherit;cursor:pointer}.kweek-form .kweek-error{display:block;color:#b3261e}.kweek-form .kweek-status:empty{display:none}.kweek-form .kweek-status[role=alert]{color:#b3261e}');
document.adoptedStyleSheets=[sheet].concat(Array.prototype.slice.call(document.adoptedStyleSheets||[]))}catch(_){}
var target=data.target?document.querySelector(data.target):null;
if(target)target.replaceChildren(root);else if(script)script.after(root);
})`;

/** The script for one form, and the tag of what it says. The same for everybody: it may be cached. */
export function embedScript(formId: string, form: Form): { body: string; etag: string } {
  // In a script, "</" could end it; these two are line ends in some.
  const json = JSON.stringify(embedForm(formId, form)).replace(
    /[<\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const body = `${client}(${json});\n`;
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
