"use strict";
// Everything is a box that listens; a route is a hash, and nothing is a link, a button or a form.
const app = document.getElementById("app");
const tabs = [["首页", "/pages/index"], ["分类", "/pages/category"], ["购物车", "/pages/cart"], ["我的", "/pages/user"]];
const texts = {
  "/pages/service": ["联系客服", "客服热线 400-000-0000，服务时间每天 9:00 至 21:00，也可以在本页留言，客服会在两小时内回复。"],
  "/pages/privacy": ["隐私政策", "我们按照个人信息保护法处理您的个人信息，包括收集的目的、方式、范围、保存期限，以及您查阅、更正、删除和注销的权利。"],
  "/pages/user": ["我的", "登录后可以查看订单、收藏与优惠券。未登录也可以浏览商品、查看政策与联系客服。"],
  "/pages/cart": ["购物车", "购物车还是空的，去首页看看今天有什么好物吧。满九十九元包邮，七天无理由退货。"],
};
let data;

function box(parent, words, name, press, tag) {
  const made = document.createElement(tag || "uni-view");
  if (name) made.className = name;
  if (words) made.textContent = words;
  if (press) made.addEventListener("click", press);
  parent.append(made);
  return made;
}

const to = (route) => () => { location.hash = route; };

function picture(parent, url, side) {
  const image = document.createElement("img");
  image.src = url;
  if (side) image.style.cssText = "width:" + side + "px;height:" + side + "px";
  box(parent, "", "", null, "uni-image").append(image);
}

function flow(page, goods) {
  const all = box(page, "", "flow");
  for (const one of goods) {
    const card = box(all, "", "goods", to("/pages/goods?id=" + one.id));
    picture(card, one.img);
    box(card, one.name);
    const sum = box(card, "", "sum");
    box(sum, "¥", "", null, "span");
    box(sum, one.price, "", null, "span");
  }
}

function bar() {
  const row = box(box(app, "", "", null, "uni-tabbar"), "", "tabs");
  for (const [word, route] of tabs) {
    const tab = box(row, "", "tab", to(route));
    box(tab, "", "dot");
    box(tab, word);
  }
}

function item(page, id) {
  const one = data.goods.find((each) => String(each.id) === id);
  picture(page, one.img, 340);
  box(page, "¥" + one.price, "sum big");
  box(page, one.name, "", null, "h1");
  box(page, one.note);
  for (const [name, value] of one.rows) if (value) box(page, name + "：" + value, "cell");
  for (let part = 0; part < 3; part++) {
    box(page, one.name + "的细节与做工，" + one.note + "。下单后四十八小时内发出，由快递送到门口，签收前可以开箱验货。", "cell");
    picture(page, one.img, 240);
  }
  const pick = box(app, "", "pick");
  box(pick, "加入购物车", "", () => {});
  box(pick, "立即购买", "", () => {});
}

function show() {
  const [path, query] = (location.hash.slice(1) || "/pages/index").split("?");
  app.replaceChildren();
  const page = box(app, "", "page", null, "uni-page");
  if (path === "/pages/goods") return item(page, query.slice(3));
  bar();
  if (texts[path]) {
    box(page, texts[path][0], "", null, "h1");
    for (let part = 0; part < 4; part++) box(page, texts[path][1], "cell");
  } else if (path === "/pages/category") {
    box(page, "全部分类");
    flow(page, data.goods);
  } else {
    box(page, "搜索商品", "search", to("/pages/category"));
    flow(page, data.goods.slice(0, 8));
    for (const [route, [word]] of Object.entries(texts).slice(0, 2)) box(page, word, "cell", to(route));
    box(page, data.company + " " + data.icp, "cell");
  }
  scrollTo(0, 0);
}

addEventListener("hashchange", show);
fetch("/data.json").then((answer) => answer.json()).then((told) => { data = told; show(); });
