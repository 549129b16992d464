// Finds layers that cover the page and the controls inside them. Runs in an isolated world; returns one JSON value.
(() => {
  if (!document.body) return { layer: null, locked: false, controls: [] };
  const W = innerWidth, H = innerHeight;
  const styleOf = new Map();
  const css = (el) => { let s = styleOf.get(el); if (!s) { s = getComputedStyle(el); styleOf.set(el, s); } return s; };
  const up = (el) => el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  const deep = (x, y) => {
    let el = document.elementFromPoint(x, y);
    while (el && el.shadowRoot) { const inner = el.shadowRoot.elementFromPoint(x, y); if (!inner || inner === el) break; el = inner; }
    return el;
  };
  const here = location.href.split('#')[0];
  // Whether a press would lead to another page: a plain "#" or "javascript:" does not.
  const leads = (el) => {
    const a = el.closest('a[href]');
    if (!a || typeof a.href !== 'string' || !/^https?:/.test(a.href)) return false;
    const [page, route] = [a.href.split('#')[0], a.href.split('#')[1] || ''];
    return page !== here || /^!?\/./.test(route);
  };
  // The root of an app is often fixed and scrolls inside: it holds nearly all there is to read and to press.
  const words = (el) => (el.textContent || '').replace(/\s+/g, '').length;
  const things = (el) => el.querySelectorAll('a[href],img').length;
  const [allWords, allThings] = [words(document.body), things(document.body)];
  const isRoot = (el, b) => b.height >= H * 0.96 && // it may be as narrow as a phone in the middle of a wide screen
     things(el) >= 8 && things(el) >= allThings * 0.6 && words(el) >= allWords * 0.5;
  // A page that holds one large frame and next to nothing else is a shell round the shop: what stands in the frame covers nothing.
  const shellWords = () => (document.body.innerText || '').replace(/\s+/g, '').length;
  const isShopFrame = (el) => {
    const frame = el.tagName === 'IFRAME' ? el : el.querySelector('iframe');
    if (!frame) return false;
    const f = frame.getBoundingClientRect();
    return f.width >= 300 && f.height >= H * 0.6 && allThings - things(el) < 8 && shellWords() < 200;
  };
  // A menu that a page lays over its banner scrolls away with the page: links to pages are nearly all it says, and nothing in it closes it.
  const said = (el) => (el.innerText || '').replace(/\s+/g, '').length;
  const isMenu = (el, b) => {
    if (b.width * b.height > W * H * 0.6 || el.querySelector('input,select,textarea,[class*=close],[class*=guanbi]')) return false;
    for (let at = el; at; at = up(at)) if (['fixed', 'sticky'].includes(css(at).position)) return false;
    const links = [...el.querySelectorAll('a[href]')].filter((a) => leads(a) && said(a) > 0 && !a.querySelector('a'));
    return links.length >= 3 && links.reduce((sum, a) => sum + said(a), 0) >= said(el) * 0.8;
  };
  const points = [[.5, .5], [.5, .3], [.5, .7], [.25, .5], [.75, .5], [.3, .3], [.7, .7], [.12, .12], [.88, .88], [.5, .92], [.12, .6], [.88, .4]];
  const stacks = points.map(([fx, fy]) => document.elementsFromPoint(W * fx, H * fy));
  const speaks = (el) => [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const locked = css(document.body).overflow === 'hidden' || css(document.documentElement).overflow === 'hidden';
  // A banner that a page has placed absolutely scrolls away with it, and where nothing but what holds it lies beneath, it covers nothing.
  const coversNothing = (el) => {
    if (locked) return false;
    for (let at = el; at; at = up(at)) if (['fixed', 'sticky'].includes(css(at).position)) return false;
    return stacks.every((stack) => {
      const first = stack.findIndex((other) => el.contains(other));
      return first < 0 || stack.slice(first).every((under) => el.contains(under) || (under.contains(el) && !speaks(under)));
    });
  };
  // The outermost positioned ancestor that is drawn over the page and is not the page's own frame.
  const layerOf = (el) => {
    let found = null;
    for (let at = el; at && at !== document.body && at !== document.documentElement; at = up(at)) {
      const s = css(at);
      const modal = at.getAttribute('aria-modal') === 'true' || at.getAttribute('role') === 'dialog' || at.tagName === 'DIALOG';
      const lifted = (s.position === 'fixed' || s.position === 'absolute') && (parseInt(s.zIndex, 10) || 0) >= 10;
      if (modal || s.position === 'fixed' || lifted) {
        const b = at.getBoundingClientRect();
        if ((b.width >= W * 0.96 && b.height >= H * 3) || (!modal && (isRoot(at, b) || isShopFrame(at)))) continue; // a page wrapper
        if (!modal && s.position === 'absolute' && (isMenu(at, b) || coversNothing(at))) continue;
        found = at;
      }
    }
    return found;
  };
  const hits = new Map();
  for (const [fx, fy] of points) {
    const el = deep(W * fx, H * fy);
    const layer = el && layerOf(el);
    if (layer) hits.set(layer, (hits.get(layer) || 0) + 1);
  }
  let top = null, most = 0;
  for (const [layer, n] of hits) if (n > most) { top = layer; most = n; }
  if (!top) return { layer: null, locked };
  const b = top.getBoundingClientRect();
  const centred = [[.5, .5], [.5, .3], [.5, .7]].filter(([fx, fy]) => { const el = deep(W * fx, H * fy); return el && layerOf(el) === top; }).length;
  const covering = most >= 4 || (centred >= 1 && b.width * b.height >= W * H * 0.12) || (most >= 3 && locked);
  const controls = [];
  const roots = [top, ...[...hits.keys()].filter((other) => other !== top)];
  for (const root of roots) {
    const walk = (node) => {
      for (const el of node.querySelectorAll ? node.querySelectorAll('*') : []) {
        if (el.shadowRoot) walk(el.shadowRoot);
        const r = el.getBoundingClientRect();
        if (r.width < 6 || r.height < 6 || r.width > W * 0.98 || r.height > H * 0.4) continue;
        if (r.x + r.width / 2 < 0 || r.x + r.width / 2 > W || r.y + r.height / 2 < 0 || r.y + r.height / 2 > H) continue;
        const s = css(el);
        if (s.visibility !== 'visible' || s.display === 'none' || +s.opacity < 0.1) continue;
        const clickable = el.matches('a,button,input[type=button],input[type=submit],[role=button],[onclick],[tabindex]') || s.cursor === 'pointer';
        const cls = `${el.id} ${typeof el.className === 'string' ? el.className : (el.className && el.className.baseVal) || ''}`.slice(0, 200);
        const text = (el.textContent || '').replace(/\s+/g, ' ').trim();
        const short = text.length <= (/[^\x00-\x7f]/.test(text) ? 14 : 30);
        if (!clickable && !(short && text) && !/close|guanbi|dismiss/i.test(cls)) continue;
        const hit = deep(r.x + r.width / 2, r.y + r.height / 2);
        let inside = false;
        for (let at = hit; at; at = up(at)) if (at === el) { inside = true; break; }
        if (!inside) continue;
        controls.push({
          text: short ? text : '', name: [el.getAttribute('aria-label'), el.getAttribute('title'), el.getAttribute('alt'), el.value].filter((v) => typeof v === 'string').join(' ').slice(0, 60),
          classes: cls, tag: el.tagName.toLowerCase(), clickable, leads: leads(el),
          x: r.x + r.width / 2, y: r.y + r.height / 2, w: r.width, h: r.height,
        });
        if (controls.length > 120) return;
      }
    };
    walk(root);
  }
  return { layer: { covering, words: (top.innerText || top.textContent || '').replace(/\s+/g, ' ').trim().slice(0, 200), box: [b.x, b.y, b.width, b.height], n: most }, locked, controls };
})()
