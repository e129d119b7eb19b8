"""Computes what the jobs in this folder have to give, in plain Python and with no part of Weir.

    python3 testdata/jobs/reference.py [--update]

prints the expected files that differ, or writes them. The files under <job>/expected/ are what the tests compare with:
stdout is the standard output, any other file one that the job writes under ${OUT_DIR}. The values of load_test come from
Weir's own generator: only their ranges are checked here.
"""

import csv
import datetime
import io
import json
import math
import pathlib
import re
import sys
from decimal import ROUND_HALF_UP, Decimal

here = pathlib.Path(__file__).parent


def double(x):
    """Writes a double as encoding/json does: the shortest digits, an exponent below 1e-6 and from 1e21 on."""
    if x == 0 or 1e-6 <= abs(x) < 1e21:
        text = format(Decimal(repr(x)), "f")
        return text[:-2] if text.endswith(".0") else text
    mantissa, exponent = repr(x).split("e")
    mantissa = mantissa[:-2] if mantissa.endswith(".0") else mantissa
    return f"{mantissa}e{int(exponent):+d}"


def value(x):
    if isinstance(x, float):
        return double(x)
    if isinstance(x, Decimal):
        return format(x, "f")
    if isinstance(x, dict):
        return "{" + ",".join(value(k) + ":" + value(v) for k, v in x.items()) + "}"
    if isinstance(x, list):
        return "[" + ",".join(map(value, x)) + "]"
    return json.dumps(x, ensure_ascii=False)


def lines(rows):
    return "".join(value(row) + "\n" for row in rows)


def load(job, name):
    text = (here / job / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def high_value():
    keys = ("order_id", "customer_id", "order_date")
    rows = [o for o in load("high_value", "orders.jsonl") if o["total_amount"] > 100]
    return {"stdout": lines({**{k: o.get(k) for k in keys}, "total_amount": float(o["total_amount"])} for o in rows)}


def iso_date(text):
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except (TypeError, ValueError):
        return None


def clean_customers():
    text = (here / "clean_customers" / "export.csv").read_text(encoding="utf-8")
    out = io.StringIO()
    out.write("customer_id,name,email,country,signed_up,spent,tier,newsletter\n")
    for record in list(csv.reader(io.StringIO(text), delimiter=";"))[1:]:
        number, name, email, country, signed_up, spent, newsletter = [None if f == "n/a" else f for f in record]
        name = name.strip(" ")
        if number is None or name == "":
            continue
        email = email and email.strip(" ").lower()
        if email is None or not re.fullmatch(r"(?s).*.@.+\...+", email):
            email = None
        country = country and country.strip(" ").upper()
        country = {"GERMANY": "DE", "FRANCE": "FR"}.get(country, country and country[:2])
        amount = Decimal(spent.replace(",", ".")) if spent else Decimal(0)
        tier = "gold" if amount >= 1000 else "silver" if amount >= 100 else "bronze"
        fields = [number, name, email, country, iso_date(signed_up), f"{amount:.2f}", tier, "true" if newsletter in ("yes", "y", "1") else "false"]
        out.write(",".join("" if f is None else '"' + f.replace('"', '""') + '"' if re.search('[,"\n]', f) else f for f in fields) + "\n")
    return {"stdout": out.getvalue()}


def route_orders():
    domestic, abroad, review, audit = [], [], "", []
    for line in (here / "route_orders" / "orders.jsonl").read_text().splitlines():
        o = json.loads(line, parse_float=Decimal)
        total = (Decimal(o["price"]) * o["quantity"]).quantize(Decimal("0.01"))
        if o["country"] == "DE":
            domestic.append({"order_id": o["order_id"], "total": total})
        else:
            abroad.append({"order_id": o["order_id"], "country": o["country"], "total": total})
        if total > 5000:
            review += f"{o['order_id']},large total\n"
        if o["quantity"] > 100:
            review += f"{o['order_id']},many of one item\n"
        audit.append({"order_id": o["order_id"], "total": total, "coupon": o.get("coupon")})
    return {"domestic.jsonl": lines(domestic), "abroad.jsonl": lines(abroad), "review.csv": review, "audit.jsonl": lines(audit)}


def all_payments():
    rows = []
    for c in load("all_payments", "cards.jsonl"):
        day = c["paid_at"].replace("Z", "")[:10]
        rows.append({"reference": c["id"], "day": day, "amount": Decimal(c["cents"]).scaleb(-2), "currency": c["currency"], "source": "card"})
    with open(here / "all_payments" / "transfers.csv", newline="") as file:
        for reference, booked, amount, currency in csv.reader(file):
            if amount:
                rows.append({"reference": reference, "day": booked, "amount": Decimal(amount).quantize(Decimal("0.01")),
                             "currency": currency or "EUR", "source": "transfers.csv"})
    return {"stdout": lines(rows)}


def timestamp(text):
    """As PostgreSQL prints it: no zeros behind the last digit of a second's fraction."""
    return text and (text.rstrip("0").rstrip(".") if "." in text else text)


def device_readings():
    rows = []
    for m in load("device_readings", "messages.jsonl"):
        status = m.get("raw_status") or {}
        if m.get("location") is None or status.get("state") in (None, "retired"):
            continue
        device, location, history = m["device"], m["location"], m.get("history") or [{}]
        tags = device.get("tags")
        first = history[0] if history else {}
        temperature = (m.get("values") or {}).get("temperature")
        if temperature is None:
            temperature = first.get("celsius")
        number = lambda x: None if x is None else float(x)
        rows.append({
            "device_id": device["id"], "version": (device.get("firmware") or {}).get("version"),
            "first_tag": tags[0] if tags else None, "tag_count": None if tags is None else len(tags),
            "position": {"lat": number(location.get("lat")), "lon": number(location.get("lon"))},
            "temperature": number(temperature), "last_seen": timestamp(first.get("at")), "status": status["state"],
            "battery": status.get("power", {}).get("battery"), "tags": tags,
        })
    return {"stdout": lines(rows)}


def wide_events():
    rows = [{k: e[k] for k in ("event_id", "user_id", "country", "revenue")} for e in load("wide_events", "events.jsonl")]
    return {"stdout": lines({**r, "revenue": float(r["revenue"])} for r in rows if r["revenue"] is not None and r["revenue"] > 0)}


def web_log():
    rows = []
    for line in (here / "web_log" / "access.log").read_text(encoding="utf-8").splitlines():
        if not re.search(r'"(GET|POST|PUT|DELETE) ', line) or re.search("bot|spider", line) or ".css " in line:
            continue
        found = lambda pattern: (lambda m: m and m.group(1))(re.search(pattern, line))
        size = found(r'" [0-9]{3} ([0-9]+|-)')
        rows.append({
            "client": line.split(" ")[0], "at": found(r"\[([^\]]+)\]"), "method": found(r'"([A-Z]+) '),
            "path": found(r'"[A-Z]+ ([^ "]+)').split("?")[0], "status": int(found(r'" ([0-9]{3}) ')),
            "bytes": None if size == "-" else int(size), "slow": float(found(r" ([0-9.]+)$")) > 1.0,
        })
    return {"stdout": lines(rows)}


def risk():
    sectors = {"OAK": "wood", "ELM": "wood", "GRANITE": "stone"}
    rows = []
    for t in load("risk", "trades.jsonl"):
        if t["price"] is None:
            continue
        score = 1 - math.exp(-abs(t["price"] * t["quantity"]) / 100_000)
        size = t["lot_size"]
        if score < 0.25 or size <= 0 or math.fmod(t["quantity"], size) != 0:
            continue
        rows.append({"trade_id": t["trade_id"], "symbol": t["symbol"], "sector": sectors.get(t["symbol"]),
                     "risk": Decimal(score).quantize(Decimal("0.0001"), ROUND_HALF_UP), "lots": int(t["quantity"] / size)})
    return {"stdout": lines(rows)}


def dead_letters():
    """Only the good records: the reasons of the bad ones are Weir's own words, reviewed by hand."""
    rows = []
    for line in (here / "dead_letters" / "sensors.jsonl").read_text().splitlines():
        try:
            s = json.loads(line)
            product = s["reading"] * 10
            if abs(product) < 2**31:
                rows.append({"sensor": s["sensor"], "tenths": int(product / s["divisor"])})
        except (ValueError, KeyError, TypeError, ZeroDivisionError):
            continue
    return {"tenths.jsonl": lines(rows)}


def large_orders():
    rows = []
    for text in (here / "large_orders" / "orders.jsonl").read_text(encoding="utf-8").splitlines():
        o = json.loads(text, parse_float=Decimal)
        if o["price"] is None or o["quantity"] is None or o["country"] not in ("DE", "FR", "NL"):
            continue
        total = o["price"] * o["quantity"]
        if total < 100:
            continue
        name = (o["customer"] or {}).get("name")
        rows.append({"order_id": o["order_id"], "customer": name and name.upper(), "total": total,
                     "priority": "high" if total >= 1000 else "normal", "day": o["ordered_at"][:10]})
    return {"stdout": lines(rows)}


def trades(count):
    for i in range(count):
        yield {"trader_id": f"TRADER{i % 20}", "symbol": f"SYM{i % 10}", "price": 100.0 + i % 50, "quantity": 100 + i % 1000,
               "ms": 1700000000 + 1000 * i}


def grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def trade_totals():
    rows = [{"symbol": f"SYM{i % 200}", "price": 100.0 + i % 100, "quantity": i % 1000} for i in range(5000)]
    out = []
    for symbol, group in grouped(rows, lambda r: r["symbol"]).items():
        prices = [r["price"] for r in group]
        out.append({"symbol": symbol, "trade_count": len(group), "avg_price": sum(prices) / len(prices), "min_price": min(prices),
                    "max_price": max(prices), "total_quantity": sum(r["quantity"] for r in group)})
    return {"stdout": lines(out)}


def running_totals():
    out, trades_of, total_of, shown = [], {}, {}, {}
    for i in range(200):
        symbol, quantity = f"SYM{i % 7}", -300 if i % 10 == 9 else i % 100
        trades_of[symbol] = trades_of.get(symbol, 0) + 1
        total_of[symbol] = total_of.get(symbol, 0) + quantity
        passes, had = total_of[symbol] > 150, symbol in shown
        if passes:
            row = {"symbol": symbol, "trades": trades_of[symbol], "total_quantity": total_of[symbol]}
            out.append({**row, "op": "+U" if had else "+I"})
            shown[symbol] = row
        elif had:  # a deletion is of the row that was there
            out.append({**shown.pop(symbol), "op": "-D"})
    return {"stdout": lines(out)}


def visitor_totals():
    visits = [{"visitor": f"v{i * 31 % 199}", "i": i} for i in range(400)]
    out = [{"visitor": visitor, "visits": len(group), "last_visit": max(r["i"] for r in group)} for visitor, group in grouped(visits, lambda r: r["visitor"]).items()]
    return {"stdout": lines(out)}


def live_devices():
    out, levels_of, heard_of = [], {}, {}
    for i in range(100):
        device, second = f"device{i * i % 11}", 7 * i
        if second - heard_of.get(device, -math.inf) > 60:
            levels_of[device] = []
        heard_of[device] = second
        levels_of[device].append(i * 37 % 100)
        levels = levels_of[device]
        out.append({"device": device, "signals": len(levels), "highest": max(levels), "op": "+I" if len(levels) == 1 else "+U"})
    return {"stdout": lines(out)}


def totals_of(group):
    prices, quantities = [r["price"] for r in group], [r["quantity"] for r in group]
    return {"trade_count": len(group), "avg_price": sum(prices) / len(prices), "total_quantity": sum(quantities),
            "total_value": sum(p * q for p, q in zip(prices, quantities))}


def minute_trades():
    out = []
    groups = grouped(trades(1000), lambda r: (r["ms"] // 60000, r["trader_id"], r["symbol"]))
    for (_, trader, symbol), group in groups.items():
        out.append({"trader_id": trader, "symbol": symbol, **totals_of(group)})
    return {"stdout": lines(out)}


def timestamp_text(ms):
    moment = datetime.datetime.fromtimestamp(ms // 1000, datetime.timezone.utc)
    text = moment.strftime("%Y-%m-%d %H:%M:%S")
    return text + (f".{ms % 1000:03}".rstrip("0") if ms % 1000 else "")


def minute_changes():
    out, groups = [], {}
    for row in trades(300):
        start = row["ms"] // 60000 * 60000
        group = groups.setdefault((row["trader_id"], row["symbol"], start), [])
        group.append(row)
        totals = totals_of(group)
        out.append(",".join([row["trader_id"], row["symbol"], timestamp_text(start) + "Z", str(totals["trade_count"]),
                             double(totals["avg_price"]), str(totals["total_quantity"]), double(totals["total_value"]),
                             "+I" if len(group) == 1 else "+U"]))
    return {"stdout": "".join(line + "\n" for line in out)}


def moving_average():
    out, frames = [], {}
    for i in range(500):
        symbol, price = f"SYM{i % 3}", 100.0 + i * 7 % 50
        frame = frames.setdefault(symbol, [])
        frame.append(price)
        del frame[:-100]
        out.append({"symbol": symbol, "price": price, "moving_avg": sum(frame) / len(frame), "min_price": min(frame), "max_price": max(frame)})
    return {"stdout": lines(out)}


def vwap(group):
    return sum(r["price"] * r["quantity"] for r in group) / sum(r["quantity"] for r in group)


def trader_vwap():
    rows = [{"trader_id": f"TRADER{i % 4}", "symbol": f"SYM{i % 10}", "price": 100.0 + i % 50, "quantity": 100 + i * 37 % 1000,
             "ms": 1700000000 + 1000 * i} for i in range(400)]
    out = []
    for (_, trader), group in grouped(rows, lambda r: (r["ms"] // 60000, r["trader_id"])).items():
        held = {}
        for r in group:
            if r["quantity"] > 150:
                held[r["symbol"]] = held.get(r["symbol"], 0) + r["quantity"]
        largest = min(held, key=lambda s: (-held[s], s))
        out.append({"trader_id": trader, "price": vwap(group), "largest": largest, "trades": len(group)})
    moving = []
    for row in rows:
        frame = [r for r in rows if r["symbol"] == row["symbol"] and row["ms"] - 120000 <= r["ms"] <= row["ms"]]
        moving.append({"symbol": row["symbol"], "trade_time": timestamp_text(row["ms"]) + "Z", "price": vwap(frame)})
    return {"stdout": lines(out), "moving.jsonl": lines(moving)}


def user_sessions():
    clicks = [json.loads(line, parse_float=Decimal) for line in (here / "user_sessions" / "clicks.jsonl").read_text().splitlines()]
    for c in clicks:
        c["at"] = datetime.datetime.fromisoformat(c["happened"])
    gap, visits = datetime.timedelta(seconds=30), []
    for user, group in grouped(clicks, lambda c: c["user_id"]).items():
        group.sort(key=lambda c: c["at"])
        visit = []
        for click in group:
            if visit and click["at"] - visit[-1]["at"] >= gap:
                visits.append((user, visit))
                visit = []
            visit.append(click)
        visits.append((user, visit))
    out = []
    for user, visit in sorted(visits, key=lambda v: v[1][-1]["at"]):
        spent = [Decimal(c["spent"]) for c in visit if c["spent"] is not None]
        ended = visit[-1]["at"] + gap
        text = lambda at: timestamp_text(round(at.replace(tzinfo=datetime.timezone.utc).timestamp() * 1000))
        out.append({"user_id": user, "began": text(visit[0]["at"]), "ended": text(ended), "clicks": len(visit),
                    "pages": len({c["page"] for c in visit}), "spent": sum(spent).quantize(Decimal("0.01")) if spent else None,
                    "checkouts": sum(c["page"] == "/checkout" for c in visit)})
    return {"stdout": lines(out)}


def station_temperatures():
    rows = [line.split(";") for line in (here / "station_temperatures" / "measurements.csv").read_text(encoding="utf-8").splitlines()[1:]]
    out = []
    for station, group in grouped(rows, lambda r: r[0]).items():
        values = [Decimal(r[1]) for r in group]
        mean = (sum(values) / len(values)).quantize(Decimal("0.000001"), ROUND_HALF_UP)
        out.append(f"{station},{min(values)},{mean},{max(values)}\n")
    return {"stdout": "".join(out)}


def hop_minutes():
    windows = {}
    for i in range(200):
        at = 1700000000000 + 3000 * i - i % 5 * 1000
        start = at // 25000 * 25000
        while start > at - 60000:
            windows.setdefault(start, []).append(i * 37 % 101)
            start -= 25000
    out = [{"window_start": timestamp_text(start) + "Z", "window_end": timestamp_text(start + 60000) + "Z", "peak": max(group), "readings": len(group)}
           for start, group in sorted(windows.items())]
    return {"stdout": lines(out)}


def top_products():
    minutes = {}
    for i in range(300):
        start = (1700000000000 + i * 1500 - i % 4 * 1000) // 60000 * 60000
        totals = minutes.setdefault(start, {})
        product = f"product{i * i % 13}"
        totals[product] = totals.get(product, 0) + 1 + i * 31 % 17
    out = []
    for start, totals in sorted(minutes.items()):
        for place, (product, total) in enumerate(sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:3], 1):
            out.append({"window_start": timestamp_text(start) + "Z", "place": place, "product": product, "total": total})
    return {"stdout": lines(out)}


def latest_positions():
    out, latest = [], {}
    for i in range(200):
        vehicle, seen = f"V{i * 7 % 5}", 1700000000000 + i * 2000 - i * 13 % 9 * 3000
        if vehicle in latest and seen <= latest[vehicle]:
            continue
        out.append({"vehicle": vehicle, "street": f"street {i * i % 23}", "seen": timestamp_text(seen) + "Z", "op": "+U" if vehicle in latest else "+I"})
        latest[vehicle] = seen
    return {"stdout": lines(out)}


def load_test():
    """The sample's values are made by Weir's generator; they are checked for range, not computed."""
    path = here / "load_test" / "expected" / "stdout"
    rows = [json.loads(line, parse_float=Decimal) for line in path.read_text().splitlines()] if path.exists() else []
    assert [r["order_id"] for r in rows] in ([], [10, 20, 30, 40, 50]), rows
    for r in rows:
        assert 100 <= r["customer_id"] <= 999 and Decimal("0.01") <= r["amount"] <= 500, r
    return {}


def main():
    update, differ = "--update" in sys.argv, False
    for job in (high_value, clean_customers, route_orders, all_payments, device_readings, wide_events, web_log, risk, dead_letters, large_orders, trade_totals, running_totals,
                visitor_totals, live_devices, minute_trades, minute_changes, moving_average, user_sessions, station_temperatures, hop_minutes, trader_vwap, top_products, latest_positions, load_test):
        for name, text in job().items():
            path = here / job.__name__ / "expected" / name
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            differ = True
            print(("wrote " if update else "differs: ") + str(path))
            if update:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    sys.exit(differ and not update)


main()
