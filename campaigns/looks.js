// What is wrong with a page as it stands in the window, as [kind, words] pairs; "note" is a kind that is no fault.
({ width, smallest, isPaper }) => {
  const SLACK = 1; // px that rounding may add
  const LEGIBLE = 4.5; // contrast of text on white paper, WCAG 2.2, 1.4.3
  const found = [];
  const tell = (kind, words) => found.push([kind, words]);
  const root = document.documentElement;
  for (const each of document.querySelectorAll("details:not([open])")) {
    const inside = [...each.children].find((part) => part.localName !== "summary");
    if (isPaper && inside && !inside.checkVisibility()) tell("cut", `stays closed on paper: ${each.querySelector("summary")?.textContent}`);
    each.open = true;
  }
  const everything = [...document.querySelectorAll("body, body *")];
  const styles = new Map(everything.map((each) => [each, getComputedStyle(each)]));
  const isSeen = (each) =>
    each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isHiddenFromEyes(each);
  const isHiddenFromEyes = (each) => {
    // The usual way to keep text for screen readers alone: a box of a pixel, or one clipped to nothing.
    for (let at = each; at && at !== root; at = at.parentElement) {
      const box = at.getBoundingClientRect();
      const style = styles.get(at) ?? getComputedStyle(at);
      const isClipped = style.clipPath === "inset(50%)" || style.clip.startsWith("rect");
      if (style.position === "absolute" && (isClipped || (box.width <= 1 && box.height <= 1))) return true;
    }
    return false;
  };
  const name = (each) => {
    const words = (each.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 40);
    const own = each.id ? `#${each.id}` : [...each.classList].slice(0, 2).map((word) => `.${word}`).join("");
    return `<${each.localName}${own}>${words ? ` "${words}"` : ""}`;
  };
  const seen = everything.filter(isSeen);
  const scrolls = (each) => ["auto", "scroll"].includes(styles.get(each)?.overflowX);
  const clips = (each) => ["hidden", "clip"].includes(styles.get(each)?.overflowX);
  const above = (each, test) => {
    for (let at = each.parentElement; at && at !== document.body; at = at.parentElement) if (test(at)) return at;
    return null;
  };

  const checkWidth = () => {
    if (root.clientWidth !== width) tell("viewport", `is laid out for ${root.clientWidth} px in a window of ${width}`);
    if (root.scrollWidth > root.clientWidth + SLACK)
      tell("overflow", `the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth}`);
  };
  const checkBoxes = () => {
    const wide = new Set();
    for (const each of seen) {
      if (each instanceof SVGElement && each.localName !== "svg") continue;
      const box = each.getBoundingClientRect();
      const isOut = box.right > root.clientWidth + SLACK || box.left < -SLACK;
      if (isOut && !above(each, (at) => scrolls(at) || clips(at))) wide.add(each);
      const isBurst = each.clientWidth > 1 && each.scrollWidth > each.clientWidth + SLACK;
      if (!isBurst || each === document.body) continue;
      if (scrolls(each)) tell(isPaper ? "cut" : "note", `scrolls sideways: ${name(each)}`);
      else if (styles.get(each).textOverflow === "ellipsis") tell("note", `ends in an ellipsis: ${name(each)}`);
      else if (clips(each)) tell("cut", `is cut off at the side: ${name(each)}`);
      else wide.add(each);
    }
    // What lies around a box that is too wide is too wide with it.
    for (const each of wide) {
      if ([...each.querySelectorAll("*")].some((inner) => wide.has(inner))) continue;
      const box = each.getBoundingClientRect();
      const beyond = Math.round(Math.max(box.right - root.clientWidth, -box.left));
      if (beyond > SLACK) tell("overflow", `reaches ${beyond} px beyond the window: ${name(each)}`);
      else tell("overflow", `needs ${each.scrollWidth} px and has ${each.clientWidth}: ${name(each)}`);
    }
  };
  const texts = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const parents = new Set();
    while (walker.nextNode()) if (walker.currentNode.data.trim()) parents.add(walker.currentNode.parentElement);
    return [...parents].filter((each) => styles.has(each) && !["script", "style"].includes(each.localName) && isSeen(each));
  };
  const size = (each) => {
    const matrix = each instanceof SVGGraphicsElement ? each.getScreenCTM() : null;
    const scale = matrix ? Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)) : 1;
    return parseFloat(styles.get(each).fontSize) * scale;
  };
  const checkSizes = () => {
    for (const each of texts()) {
      const px = size(each);
      // Text of no size at all is hidden.
      if (px > 0 && px < smallest - 0.01) tell("small", `${px.toFixed(1)} px: ${name(each)}`);
    }
  };
  const checkPictures = () => {
    for (const svg of seen.filter((each) => each.localName === "svg")) {
      const frame = svg.getBoundingClientRect();
      const labels = [...svg.querySelectorAll("text")].filter((each) => each.textContent.trim() && isSeen(each));
      const boxes = labels.map((each) => each.getBoundingClientRect());
      labels.forEach((each, at) => {
        const box = boxes[at];
        const isOut = box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2;
        if (isOut) tell("cut", `stands outside its picture: ${name(each)}`);
        if (each.getScreenCTM().b) return; // the box of turned text is larger than its ink
        for (let other = at + 1; other < boxes.length; other++) {
          const across = Math.min(box.right, boxes[other].right) - Math.max(box.left, boxes[other].left);
          const down = Math.min(box.bottom, boxes[other].bottom) - Math.max(box.top, boxes[other].top);
          if (across > 2 && down > 4 && !labels[other].getScreenCTM().b)
            tell("overlap", `${name(each)} and ${name(labels[other])}`);
        }
      });
    }
  };
  const checkNames = () => {
    const numbers = new Map();
    for (const each of document.querySelectorAll("[id]")) numbers.set(each.id, (numbers.get(each.id) ?? 0) + 1);
    for (const [id, number] of numbers) if (number > 1) tell("ids", `"${id}" stands ${number} times`);
    for (const each of document.querySelectorAll("a[href^='#'], use[href^='#']")) {
      const target = decodeURIComponent(each.getAttribute("href").slice(1));
      if (target && !numbers.has(target)) tell("links", `${name(each)} leads to "${target}", which is not there`);
    }
  };
  const checkAlone = () => {
    const isHere = (words) => /^\s*(data:|#|$)/.test(words);
    for (const each of document.querySelectorAll("script, iframe, object, embed, meta[http-equiv='refresh' i]"))
      tell("script", `<${each.localName}>`);
    for (const each of document.querySelectorAll("*"))
      for (const { name: attribute, value } of each.attributes) {
        if (attribute.startsWith("on") || /^\s*javascript:/i.test(value)) tell("script", `<${each.localName} ${attribute}>`);
        const isFetched = ["src", "srcset", "poster"].includes(attribute)
          || (["href", "xlink:href"].includes(attribute) && !["a", "base"].includes(each.localName))
          || attribute === "style";
        const wanted = attribute === "style" ? addresses(value) : [value];
        if (isFetched) for (const address of wanted.filter((words) => !isHere(words))) tell("request", `<${each.localName} ${attribute}>: ${address.slice(0, 80)}`);
      }
    for (const each of document.querySelectorAll("style"))
      for (const address of addresses(each.textContent).filter((words) => !isHere(words))) tell("request", `<style>: ${address.slice(0, 80)}`);
  };
  const addresses = (css) => [...css.matchAll(/url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)/g)].map((match) => match[1] ?? match[2]);
  const pen = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const contrasts = new Map();
  const contrast = (colour) => {
    // Against white, WCAG 2.2: the canvas turns every notation of CSS into red, green and blue on paper.
    if (!contrasts.has(colour)) {
      for (const fill of ["white", colour]) { pen.fillStyle = fill; pen.fillRect(0, 0, 1, 1); }
      const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      contrasts.set(colour, 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05));
    }
    return contrasts.get(colour);
  };
  const checkPaper = () => {
    // A printer leaves backgrounds out unless the page insists.
    for (const each of texts()) {
      const style = styles.get(each);
      if (each instanceof SVGElement || style.printColorAdjust === "exact") continue;
      if (contrast(style.color) < LEGIBLE) tell("pale", `${style.color} on white paper: ${name(each)}`);
    }
  };

  checkWidth();
  checkBoxes();
  checkPictures();
  if (smallest) checkSizes();
  if (isPaper) checkPaper();
  checkNames();
  checkAlone();
  return found;
}
