"""Each known mistake, made by hand: the names, what they give, and how it is told."""

from __future__ import annotations

from typing import Any

import pytest
from asking import TODAY, answered, result_of

from calculators.requests.answer import answer
from plan_data import load_plan

SCIG = {"of": "scig", "ivig_dose": "60 g", "every": "3 weeks"}  # 80 g in 4 weeks, base 20, 24 g
MAINTENANCE = {"of": "maintenance", "weight": "80 kg", "dose": "1 g/kg", "every": "3 weeks"}
INDUCTION = {"of": "induction", "weight": "80 kg", "days": 5}  # 160 g, 32 g a day
HEAVY = {"weight": "120 kg", "height": "180 cm", "sex": "male"}
RITUXIMAB = {"of": "rituximab", **HEAVY}
ORAL = {"of": "cyclophosphamide", "route": "po", "weight": "80 kg"}  # 80 to 160 mg

# Request, the mistake, what it gives, and what is said of it.
MADE = [
    # --- the conversion to SCIg
    pytest.param(
        SCIG | {"order": "20 g/wk"},
        "no_uplift",
        ("20", "g/wk"),
        "No uplift: 20 g/week × 1 = 20 g/week; with the plan's 1.20 it is 24 g/week.",
        id="no uplift",
    ),
    # 20 x 1.44
    pytest.param(
        SCIG | {"order": "28.8 g/wk"},
        "double_uplift",
        ("28.8", "g/wk"),
        "The uplift was taken twice: 20 g/week × 1.44 = 28.8 g/week; with the plan's 1.20 it is "
        "24 g/week.",
        id="the uplift taken twice",
    ),
    pytest.param(
        SCIG | {"order": "27.4 g/wk"},
        "factor_1_37",
        ("27.4", "g/wk"),
        "The factor 1.37 was taken for the plan's 1.20: 20 g/week × 1.37 = 27.4 g/week; with the "
        "plan's 1.20 it is 24 g/week.",
        id="1.37 in place of 1.20",
    ),
    pytest.param(
        SCIG | {"order": "26 g/wk"},
        "factor_1_30",
        ("26", "g/wk"),
        "The factor 1.30 was taken for the plan's 1.20: 20 g/week × 1.30 = 26 g/week; with the "
        "plan's 1.20 it is 24 g/week.",
        id="1.30 in place of 1.20",
    ),
    pytest.param(
        SCIG | {"order": "30.6 g/wk"},
        "factor_1_53",
        ("30.6", "g/wk"),
        "The factor 1.53 was taken for the plan's 1.20: 20 g/week × 1.53 = 30.6 g/week; with the "
        "plan's 1.20 it is 24 g/week.",
        id="1.53 in place of 1.20",
    ),
    # 60 / 4 x 1.2 = 18
    pytest.param(
        SCIG | {"order": "18 g/wk"},
        "divided_by_4_ignoring_interval",
        ("18", "g/wk"),
        "One infusion was divided by 4, whatever its interval: 60 g ÷ 4 × 1.20 = 18 g/week.",
        id="one infusion divided by 4",
    ),
    # 80 / 4.345 x 1.2 = 22.0943...
    pytest.param(
        SCIG | {"order": "22.09 g/wk"},
        "calendar_month",
        None,
        "The amount of four weeks was divided by 4.345, the weeks of a calendar month: 80 g ÷ "
        "4.345 × 1.20 ≈ 22.09 g/week, rounded to 22.09 g.",
        id="a calendar month",
    ),
    # 80 / 4.33 x 1.2 = 22.170...
    pytest.param(
        SCIG | {"order": "22.17 g/wk"},
        "calendar_month",
        None,
        "The amount of four weeks was divided by 4.33, the weeks of a calendar month: 80 g ÷ 4.33 "
        "× 1.20 ≈ 22.17 g/week, rounded to 22.17 g.",
        id="a calendar month of 52 ÷ 12 weeks",
    ),
    pytest.param(
        SCIG | {"order": "96 g/wk"},
        "monthly_as_weekly",
        ("96", "g/wk"),
        "The amount of four weeks was written for a week: 80 g × 1.20 = 96 g/week.",
        id="the monthly dose for a week, uplifted",
    ),
    pytest.param(
        SCIG | {"order": "80 g/wk"},
        "monthly_as_weekly",
        ("80", "g/wk"),
        "The amount of four weeks was written for a week, without the uplift: 80 g = 80 g/week.",
        id="the monthly dose for a week, as it is",
    ),
    pytest.param(
        SCIG | {"order": "60 g/wk"},
        "monthly_as_weekly",
        ("60", "g/wk"),
        "One infusion was written for a week, without the uplift: 60 g = 60 g/week.",
        id="one infusion for a week",
    ),
    # 24 x 7
    pytest.param(
        SCIG | {"order": "24 g/day"},
        "weekly_as_daily",
        ("168", "g/wk"),
        "The dose of a week was ordered for each day: 24 g/week × 7 = 168 g/week.",
        id="the weekly dose each day",
    ),
    # 1 x 80 / 3 = 26.666...; x 4 = 106.666...
    pytest.param(
        {
            "of": "maintenance",
            "weight": "80 kg",
            "dose": "1 g/kg",
            "every": "4 weeks",
            "order": "80 g/wk",
        },
        "monthly_as_weekly",
        ("80", "g/wk"),
        "The amount of four weeks was written for a week: 20 g/week × 4 = 80 g/week.",
        id="the monthly dose of maintenance for a week",
    ),
    # 20 x 4 / 4.345 = 18.411...
    pytest.param(
        {
            "of": "maintenance",
            "weight": "80 kg",
            "dose": "1 g/kg",
            "every": "4 weeks",
            "order": "18.41 g/wk",
        },
        "calendar_month",
        None,
        "The amount of four weeks was divided by 4.345, the weeks of a calendar month: 20 g/week × "
        "4 ÷ 4.345 ≈ 18.41 g/week, rounded to 18.41 g.",
        id="a calendar month in maintenance",
    ),
    # --- the dose by weight or surface
    # 2 x 80
    pytest.param(
        MAINTENANCE | {"order": "160 g"},
        "other_pattern",
        ("160", "g"),
        "The plan's other pattern, 2 g/kg, was taken for 1 g/kg: 2 g/kg × 80 kg = 160 g.",
        id="the plan's other pattern",
    ),
    pytest.param(
        {"of": "rituximab", "weight": "80 kg", "height": "180 cm", "order": "1 g x 2"},
        "other_pattern",
        ("1000", "mg"),
        "The plan's other pattern, 1000 mg, was taken for 375 mg/m²: 1000 mg.",
        id="two fixed doses for four by surface",
    ),
    # 2 x 1000
    pytest.param(
        {"of": "rituximab", "weight": "80 kg", "height": "180 cm", "order": "2 g in total"},
        "other_pattern",
        ("2000", "mg"),
        "The plan's other pattern, 1000 mg, was taken for 375 mg/m²: 1000 mg × 2 doses = 2000 mg.",
        id="the course of two fixed doses for that of four",
    ),
    # sqrt(80 x 180 / 3600) = 2 m2; 2 x 375
    pytest.param(
        {
            "of": "rituximab",
            "regimen": "two_doses",
            "weight": "80 kg",
            "height": "180 cm",
            "order": "750 mg weekly x 4",
        },
        "other_pattern",
        ("750", "mg"),
        "The plan's other pattern, 375 mg/m², was taken for 1000 mg: 375 mg/m² × 2 m² = 750 mg.",
        id="a dose by surface for a fixed one",
    ),
    # 375 mg/m2 and 1 g/m2 as they stand
    pytest.param(
        {"of": "rituximab", "weight": "80 kg", "height": "180 cm", "order": "375 mg"},
        "not_multiplied",
        ("375", "mg"),
        "The dose was not multiplied by the body surface: 375 mg/m² × 1 m² = 375 mg.",
        id="a dose by surface not multiplied",
    ),
    pytest.param(
        {"of": "cyclophosphamide", "weight": "80 kg", "height": "180 cm", "order": "1 g"},
        "not_multiplied",
        ("1", "g"),
        "The dose was not multiplied by the body surface: 1 g/m² × 1 m² = 1 g.",
        id="a gram by surface not multiplied",
    ),
    pytest.param(
        {"of": "maintenance", "weight": "92 kg", "height": "168 cm", "dose": "1 g/kg"}
        | {"every": "4 weeks", "order": "168 g"},
        "height_as_weight",
        ("168", "g"),
        "The height, 168 cm, was taken for the weight: 1 g/kg × 168 kg = 168 g.",
        id="height taken for weight",
    ),
    # 176 x 2.2 = 387.2
    pytest.param(
        {"of": "maintenance", "weight": "176 lb", "dose": "1 g/kg", "every": "4 weeks"}
        | {"order": "387.2 g"},
        "pounds_multiplied",
        ("387.2", "g"),
        "176 lb was multiplied by 2.2 in place of divided: 1 g/kg × 387.2 kg = 387.2 g.",
        id="pounds multiplied by 2.2",
    ),
    # --- weights
    pytest.param(
        {"of": "induction", "weight": "176 lb", "days": 5, "order": "352 g"},
        "pounds_as_kilograms",
        ("352", "g"),
        "176 lb was entered as 176 kg: 2.2 times too much: 2 g/kg × 176 kg = 352 g.",
        id="pounds taken for kilograms, typed in pounds",
    ),
    # 80 / 0.45359237 = 176.36980...; x 2 = 352.7396...
    pytest.param(
        INDUCTION | {"order": "352.7 g"},
        "pounds_as_kilograms",
        None,
        "80 kg is ≈ 176.4 lb, which was entered as ≈ 176.37 kg: 2.2 times too much: 2 g/kg × "
        "≈ 176.37 kg ≈ 352.74 g, rounded to 352.7 g.",
        id="pounds taken for kilograms, typed in kilograms",
    ),
    pytest.param(
        INDUCTION | {"order": "352 g"},
        "pounds_as_kilograms",
        ("352", "g"),
        "80 kg is ≈ 176.4 lb, rounded to 176 lb, which was entered as 176 kg: 2.2 times too much: "
        "2 g/kg × 176 kg = 352 g.",
        id="pounds rounded on the way",
    ),
    # 80 x 0.45359237 = 36.2873896; x 2 / 5 = 14.51495584
    pytest.param(
        INDUCTION | {"order": "14.51 g/day"},
        "kilograms_as_pounds",
        ("14.51495584", "g"),
        "80 kg was entered as 80 lb: 2.2 times too little: 2 g/kg × ≈ 36.29 kg ÷ 5 days ≈ 14.51 g, "
        "rounded to 14.51 g.",
        id="kilograms taken for pounds, typed in kilograms",
    ),
    # 176 lb = 79.832 kg; as pounds 36.211 kg; x 2 = 72.42
    pytest.param(
        {"of": "induction", "weight": "12 st 8 lb", "days": 5, "order": "72.42 g"},
        "kilograms_as_pounds",
        None,
        "176 lb is ≈ 79.83 kg, which was entered as ≈ 79.8 lb: 2.2 times too little: 2 g/kg × "
        "≈ 36.21 kg ≈ 72.42 g, rounded to 72.42 g.",
        id="kilograms taken for pounds, typed in stones",
    ),
    # 118.4 lb = 53.70533 kg, rounded to 53.7; x 1
    pytest.param(
        {"of": "maintenance", "weight": "118.4 kg", "dose": "1 g/kg", "every": "4 weeks"}
        | {"order": "53.70 g"},
        "kilograms_as_pounds",
        ("53.7", "g"),
        "118.4 kg was entered as 118.4 lb, that is ≈ 53.71 kg, rounded to 53.7 kg: 2.2 times too "
        "little: 1 g/kg × 53.7 kg = 53.7 g.",
        id="kilograms taken for pounds, and what they make rounded",
    ),
    # 180 cm is 70.866 in; 50 + 2.3 x 10.866 = 74.992 kg; 1 g/kg
    pytest.param(
        {"of": "maintenance", **HEAVY, "dose": "1 g/kg", "every": "4 weeks", "order": "75 g"},
        "ideal_weight",
        ("75", "g"),
        "The ideal weight, ≈ 74.99 kg, rounded to 75 kg, was used in place of the actual weight: "
        "1 g/kg × 75 kg = 75 g.",
        id="ideal weight, rounded on the way",
    ),
    # 74.99213 + 0.4 x (120 - 74.99213) = 92.995276
    pytest.param(
        {"of": "maintenance", **HEAVY, "dose": "1 g/kg", "every": "4 weeks", "order": "92.995 g"},
        "adjusted_weight",
        None,
        "The adjusted weight, ≈ 93 kg, was used in place of the actual weight: 1 g/kg × ≈ 93 kg "
        "≈ 92.9953 g, rounded to 92.995 g.",
        id="adjusted weight",
    ),
    # 2.3 x (180/2.54 - 60) + 50, x 2 = 149.98; the plan's weight here is the adjusted one, 92.995
    pytest.param(
        {"of": "induction", **HEAVY, "dosing_weight": "adjusted", "days": 5, "order": "149.98 g"},
        "ideal_weight",
        None,
        "The ideal weight, ≈ 74.99 kg, was used in place of the adjusted weight: 2 g/kg × "
        "≈ 74.99 kg ≈ 149.98 g, rounded to 149.98 g.",
        id="ideal weight in place of the adjusted one",
    ),
    # --- the finished number
    pytest.param(
        INDUCTION | {"order": "160 g/day"},
        "total_as_daily",
        ("160", "g"),
        "The course total was ordered for each day: 32 g × 5 = 160 g.",
        id="the course total each day",
    ),
    pytest.param(
        INDUCTION | {"order": "32 g"},
        "daily_as_total",
        ("32", "g"),
        "The amount of one day was ordered as the course total: 160 g ÷ 5 = 32 g.",
        id="one day's dose as the course total",
    ),
    pytest.param(
        {"of": "rituximab", "regimen": "two_doses", "order": "2000 mg"},
        "total_as_daily",
        ("2000", "mg"),
        "The course total was ordered for each dose: 1000 mg × 2 = 2000 mg.",
        id="the course total each dose",
    ),
    # 1 g/m2 x 2 m2 = 2 g, x 6 = 12 g
    pytest.param(
        {
            "of": "cyclophosphamide",
            "weight": "80 kg",
            "height": "180 cm",
            "order": "2 g in total",
        },
        "daily_as_total",
        ("2", "g"),
        "The amount of one dose was ordered as the course total: 12 g ÷ 6 = 2 g.",
        id="one dose as the cumulative dose",
    ),
    pytest.param(
        INDUCTION | {"order": "320 g/day"},
        "decimal_point",
        ("320", "g"),
        "The decimal point stands one place too far to the right: 32 g × 10 = 320 g.",
        id="a decimal point to the right",
    ),
    pytest.param(
        INDUCTION | {"order": "16 g"},
        "decimal_point",
        ("16", "g"),
        "The decimal point stands one place too far to the left: 160 g ÷ 10 = 16 g.",
        id="a decimal point to the left",
    ),
    pytest.param(
        INDUCTION | {"order": "160 mg"},
        "milligrams_for_grams",
        ("0.16", "g"),
        "The number of g was written as mg: 160 g ÷ 1000 = 0.16 g.",
        id="grams written as milligrams",
    ),
    pytest.param(
        RITUXIMAB | {"weight": "80 kg", "order": "750 g"},
        "milligrams_for_grams",
        ("750000", "mg"),
        "The number of mg was written as g: 750 mg × 1000 = 750000 mg.",
        id="milligrams written as grams",
    ),
    # 24 / 0.2 = 120
    pytest.param(
        SCIG | {"product": "Hizentra", "order": "120 g/wk"},
        "millilitres_for_grams",
        ("120", "g/wk"),
        "The number of mL at 20 % was written as the number of g: 24 g/week ÷ 0.2 g/mL is 120 mL, "
        "and that number = 120 g/week.",
        id="millilitres written as grams",
    ),
    # 24 mL x 0.2 = 4.8
    pytest.param(
        SCIG | {"product": "Hizentra", "order": "24 mL/wk"},
        "millilitres_for_grams",
        ("4.8", "g/wk"),
        "The number of g was taken for mL at 20 %: 24 mL × 0.2 g/mL = 4.8 g/week.",
        id="grams written as millilitres",
    ),
    # 80 mL x 0.05 = 4
    pytest.param(
        MAINTENANCE | {"product": "Octagam 5 %", "order": "80 mL"},
        "millilitres_for_grams",
        ("4", "g"),
        "The number of g was taken for mL at 5 %: 80 mL × 0.05 g/mL = 4 g.",
        id="the grams of an infusion written as millilitres",
    ),
    # 750 mg / 10 mg/mL = 75, written as g
    pytest.param(
        RITUXIMAB | {"weight": "80 kg", "order": "75 g"},
        "millilitres_for_grams",
        ("75000", "mg"),
        "The number of mL at 10 mg/mL was written as the number of mg: 750 mg ÷ 10 mg/mL is 75 mL, "
        "and that number = 75000 mg.",
        id="millilitres written as grams where the dose is in milligrams",
    ),
    # 24 g at 16.5 % are 145.4545... mL; x 0.2 = 29.0909...
    pytest.param(
        SCIG | {"product": "Hizentra", "order": "145.5 mL/wk"},
        "wrong_concentration",
        None,
        "The volume was worked out at 16.5 % and given at 20 %: 24 g/week ÷ 16.5 % × 20 % "
        "≈ 29.09 g/week, rounded to 145.5 mL.",
        id="the volume at another concentration",
    ),
    # 24 g at 20 % are 120 mL; x 0.165 = 19.8
    pytest.param(
        SCIG | {"product": "Cutaquig", "order": "120 mL/wk"},
        "wrong_concentration",
        ("19.8", "g/wk"),
        "The volume was worked out at 20 % and given at 16.5 %: 24 g/week ÷ 20 % × 16.5 % = "
        "19.8 g/week.",
        id="the volume of another product",
    ),
    # --- body surface: Mosteller 2.449490 m2 -> 918.559 mg, Du Bois 2.371870 m2 -> 889.4513 mg
    pytest.param(
        RITUXIMAB | {"order": "889.45 mg", "tolerance": "1 %"},
        "other_bsa_formula",
        None,
        "The body surface was worked out by Du Bois & Du Bois, not by Mosteller: 375 mg/m² × "
        "≈ 2.372 m² ≈ 889.451 mg, rounded to 889.45 mg.",
        id="another formula",
    ),
    pytest.param(
        RITUXIMAB | {"order": "750 mg"},
        "bsa_capped",
        ("750", "mg"),
        "The body surface, ≈ 2.449 m², was cut at 2 m², a cap that the plan does not have: "
        "375 mg/m² × 2 m² = 750 mg.",
        id="a capped surface",
    ),
    # 20 g every 8 weeks is 10 g in four weeks, base 2.5, 3 g; a tenth is 0.3 g, at 16.5 % 1.818 mL:
    # what is worked out stands in places of the gram, and not in places of the mL
    pytest.param(
        {"of": "scig", "ivig_dose": "20 g", "every": "8 weeks", "product": "Cutaquig"}
        | {"order": "1.82 mL/wk"},
        "decimal_point",
        ("0.3", "g/wk"),
        "The decimal point stands one place too far to the left: 3 g/week ÷ 10 = 0.3 g/week, "
        "rounded to 1.82 mL.",
        id="an order in mL, of a concentration that is no round number",
    ),
    # --- digits
    pytest.param(
        {"of": "induction", "weight": "67 kg", "days": 4, "order": "152 g"},
        "digits_swapped",
        ("152", "g"),
        "The weight 67 kg was entered as 76 kg, two digits exchanged: 2 g/kg × 76 kg = 152 g.",
        id="the digits of a weight",
    ),
    pytest.param(
        {"of": "induction", "weight": "62.8 kg", "days": 4, "order": "136.4 g"},
        "digits_swapped",
        ("136.4", "g"),
        "The weight 62.8 kg was entered as 68.2 kg, two digits exchanged: 2 g/kg × 68.2 kg = "
        "136.4 g.",
        id="the digits of a weight, across its point",
    ),
    # 186 x 80 / 3600 = 4.1333; root 2.03306; x 375 = 762.40
    pytest.param(
        {"of": "rituximab", "weight": "80 kg", "height": "168 cm", "order": "762 mg"},
        "digits_swapped",
        None,
        "The height 168 cm was entered as 186 cm, two digits exchanged: 375 mg/m² × ≈ 2.033 m² "
        "≈ 762.4 mg, rounded to 762 mg.",
        id="the digits of a height",
    ),
    # 35 x 4 / 3 / 4 x 1.2 = 14; with 53: 21.2
    pytest.param(
        {"of": "scig", "ivig_dose": "35 g", "every": "3 weeks", "order": "21.2 g/wk"},
        "digits_swapped",
        ("21.2", "g/wk"),
        "The IVIg dose 35 g was entered as 53 g, two digits exchanged: ≈ 70.67 g ÷ 4 × 1.20 = "
        "21.2 g/week.",
        id="the digits of the IVIg dose",
    ),
    pytest.param(
        SCIG | {"order": "42 g/wk"},
        "digits_swapped",
        ("42", "g/wk"),
        "Two digits of the order are exchanged: 42 g for 24 g, which is right.",
        id="the digits of the order",
    ),
    # --- the dose of another protocol, and another size
    # 120 kg x 15 mg = 1.8 g; Mosteller of 120 kg and 180 cm is 2.449490 m2
    pytest.param(
        {"of": "cyclophosphamide", **HEAVY, "order": "1.8 g"},
        "other_protocol",
        ("1.8", "g"),
        "15 mg/kg, a dose by weight of another protocol, was taken for the plan's 1 g/m²: "
        "0.015 g/kg × 120 kg = 1.8 g.",
        id="15 mg/kg for cyclophosphamide",
    ),
    # 375 mg x 120
    pytest.param(
        RITUXIMAB | {"order": "45000 mg"},
        "kilograms_and_surface",
        ("45000", "mg"),
        "The dose a m² was multiplied by the weight: 375 mg/kg × 120 kg = 45000 mg.",
        id="the dose a m² for each kg",
    ),
    # 80 kg and 180 cm: the root of 80 x 180 / 3600 = 2 m2; 2 g x 2
    pytest.param(
        INDUCTION | {"height": "180 cm", "order": "2 g/m2"},
        "kilograms_and_surface",
        ("4", "g"),
        "The dose a kg was multiplied by the body surface: 2 g/m² × 2 m² = 4 g.",
        id="the dose a kg for each m²",
    ),
    # --- a right dose at another interval
    pytest.param(
        RITUXIMAB | {"weight": "80 kg", "order": "750 mg daily x 4"},
        "weekly_as_daily",
        ("750", "mg"),
        "750 mg every 7 days was ordered for every day: 7 times too often.",
        id="four weekly doses on four days",
    ),
    pytest.param(
        INDUCTION | {"order": "32 g weekly x 5"},
        "weekly_as_daily",
        ("32", "g"),
        "32 g every day was ordered for every week: 7 times too seldom.",
        id="five daily doses in five weeks",
    ),
    pytest.param(
        MAINTENANCE | {"order": "80 g every 3 days"},
        "weekly_as_daily",
        ("80", "g"),
        "80 g every 3 weeks was ordered for every 3 days: 7 times too often.",
        id="days for weeks",
    ),
    pytest.param(
        SCIG | {"order": "24 g every 4 weeks"},
        "monthly_as_weekly",
        ("24", "g/wk"),
        "24 g every week was ordered for every 4 weeks: 4 times too seldom.",
        id="the dose of a week for four weeks",
    ),
    pytest.param(
        {"of": "cyclophosphamide", "weight": "80 kg", "height": "180 cm"}
        | {"order": "2 g weekly x 6"},
        "monthly_as_weekly",
        ("2", "g"),
        # 365.25 / 12 / 7
        "2 g every calendar month was ordered for every week: ≈ 4.348 times too often.",
        id="monthly doses each week",
    ),
    # --- a range: 80 to 160 mg a day is right
    pytest.param(
        ORAL | {"order": "1600 mg/day"},
        "decimal_point",
        ("1600", "mg"),
        "The decimal point stands one place too far to the right: 160 mg × 10 = 1600 mg.",
        id="an end of a range",
    ),
    # 176.37 to 352.74 mg
    pytest.param(
        ORAL | {"order": "240 mg/day"},
        "pounds_as_kilograms",
        None,
        "80 kg is ≈ 176.4 lb, which was entered as ≈ 176.37 kg: 2.2 times too much: 1 mg/kg × "
        "≈ 176.37 kg ≈ 176.4 mg; the range is then ≈ 176.4 mg to ≈ 352.7 mg, and 240 mg lies "
        "inside.",
        id="inside the range that a mistake makes",
    ),
]


@pytest.mark.parametrize(("request_", "name", "gives", "working"), MADE)
def test_a_mistake_is_named_first_and_told(
    request_: dict[str, Any], name: str, gives: tuple[str, str] | None, working: str
) -> None:
    found = result_of("verify", **request_)["mistakes"]
    assert found, "no mistake was named"
    assert list(found[0]) == ["names", "working", "gives"]
    assert found[0]["names"] == [name]
    assert found[0]["working"] == working
    if gives is not None:
        assert found[0]["gives"] == {"value": gives[0], "unit": gives[1]}


def test_every_known_mistake_has_a_case_by_hand() -> None:
    made = {case.values[1] for case in MADE}
    # No dose of the shipped plan has a maximum: tests/treatments/test_by_weight.py has that case.
    assert {*made, "maximum_not_held"} == set(load_plan().policies.mistakes.places)


# --- two at a time, and rank ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "names", "working"),
    [
        # 176 x 2 = 352; / 10
        pytest.param(
            {"of": "induction", "weight": "176 lb", "days": 5, "order": "35.2 g"},
            ["pounds_as_kilograms", "decimal_point"],
            "176 lb was entered as 176 kg: 2.2 times too much: 2 g/kg × 176 kg = 352 g. Then the "
            "decimal point stands one place too far to the left: 352 g ÷ 10 = 35.2 g.",
            id="a weight and a decimal point",
        ),
        # 67 -> 76 kg; 2 x 76 / 4 = 38, ordered as the total; 38000 mg written as g
        pytest.param(
            {"of": "induction", "weight": "67.1 kg", "days": 4, "order": "152.2 g/day"},
            ["digits_swapped", "total_as_daily"],
            "The weight 67.1 kg was entered as 76.1 kg, two digits exchanged: 2 g/kg × 76.1 kg ÷ 4 "
            "days = 38.05 g. Then the course total was ordered for each day: 38.05 g × 4 = "
            "152.2 g.",
            id="digits and the course total",
        ),
        # 60 / 4 = 15, without the uplift
        pytest.param(
            SCIG | {"product": "Hizentra", "order": "15 g/wk"},
            ["no_uplift", "divided_by_4_ignoring_interval"],
            "No uplift, and one infusion was divided by 4, whatever its interval: 60 g ÷ 4 = "
            "15 g/week.",
            id="two mistakes about the conversion",
        ),
        # 165 lb -> 156 lb -> 156 kg
        pytest.param(
            {"of": "induction", "weight": "165 lb", "days": 5, "order": "312 g"},
            ["digits_swapped", "pounds_as_kilograms"],
            "The weight 165 lb was entered as 156 lb, two digits exchanged, and 156 lb was entered "
            "as 156 kg: 2.2 times too much: 2 g/kg × 156 kg = 312 g.",
            id="one upon the other",
        ),
        # 24 x 1000 / 10
        pytest.param(
            SCIG | {"order": "2400 g/wk"},
            ["decimal_point", "milligrams_for_grams"],
            "The decimal point stands one place too far to the left: 24 g/week ÷ 10 = 2.4 g/week. "
            "Then the number of mg was written as g: 2.4 g/week × 1000 = 2400 g/week.",
            id="two mistakes about the number",
        ),
    ],
)
def test_two_mistakes_at_a_time_are_named_where_none_alone_fits(
    request_: dict[str, Any], names: list[str], working: str
) -> None:
    first = result_of("verify", **request_)["mistakes"][0]
    assert first["names"] == names
    assert first["working"] == working


def names_of(request: dict[str, Any]) -> list[list[str]]:
    return [found["names"] for found in result_of("verify", **request)["mistakes"]]


def test_no_two_mistakes_are_named_where_one_gives_the_order_as_written() -> None:
    assert all(len(names) == 1 for names in names_of(SCIG | {"order": "20 g/wk"}))


def test_no_mistake_that_gives_the_order_alone_stands_in_a_pair() -> None:
    """352.74 g rounds to 350 g, and no finer: pairs that fit better are named after it."""
    found = names_of(INDUCTION | {"order": "350 g"})
    assert found[0] == ["pounds_as_kilograms"]
    assert all("pounds_as_kilograms" not in names for names in found[1:])


def test_the_finer_rounding_comes_first() -> None:
    """30.6 g is 31 g to the gram; 28.8 g is 30 g only to 2.5 g: 30 g is nearer to 1.53."""
    found = names_of(SCIG | {"order": "30 g/wk"})
    assert found.index(["factor_1_53"]) < found.index(["double_uplift"])


def test_of_two_that_fit_alike_the_likelier_comes_first_and_it_is_said_that_both_fit() -> None:
    """80 g every 2 weeks is 48 g: one infusion / 4 x 1.2 is 24 g, and 240 mL of 10 % are too."""
    asked = {"of": "scig", "ivig_dose": "80 g", "every": "2 weeks", "order": "240 mL/wk"}
    asked |= {"concentration": "10 %"}
    assert names_of(asked)[:2] == [["divided_by_4_ignoring_interval"], ["wrong_concentration"]]
    assert result_of("verify", **asked)["reasons"]["mistakes"] == (
        "These give the order equally well, and it cannot be told which it was: One infusion "
        "divided by 4, whatever the interval; Another concentration."
    )


def test_one_that_fits_alone_needs_no_remark() -> None:
    assert "reasons" not in result_of("verify", **SCIG, order="28.8 g/wk")


def test_where_none_fits_it_is_said() -> None:
    result = result_of("verify", **SCIG, order="23.456 g/wk", tolerance="1 %")
    assert result["within_tolerance"] is False
    assert result["mistakes"] == []
    assert result["reasons"]["mistakes"] == (
        "No known mistake, one or two at a time, gives this order."
    )


def test_a_dose_that_only_rounding_takes_out_of_tolerance_is_said_to_be_one() -> None:
    """8 g every 4 weeks is 2.4 g a week; 2 g is that to the gram, and 16.7 % off."""
    asked = {"of": "scig", "ivig_dose": "8 g", "every": "4 weeks", "order": "2 g/wk"}
    reasons = result_of("verify", **asked)["reasons"]
    assert reasons["mistakes"].startswith("The expected dose, rounded as the order is written")


def test_no_more_are_named_than_the_policy_says() -> None:
    plan = load_plan()
    assert plan.policies.mistakes.most_named.value == 10
    one = plan.policies.mistakes.most_named.model_copy(update={"value": 1})
    mistakes = plan.policies.mistakes.model_copy(update={"most_named": one})
    policies = plan.policies.model_copy(update={"mistakes": mistakes})
    brief = plan.model_copy(update={"policies": policies})
    request = {"calculator": "verify", **SCIG, "order": "30 g/wk"}
    named = [len(answer(request, each, TODAY).result.values["mistakes"]) for each in (plan, brief)]
    assert named[0] > 1
    assert named[1] == 1


@pytest.mark.parametrize(
    ("order", "named"),
    [
        # no uplift gives 23.333 g
        pytest.param("23.3 g/wk", True, id="to a tenth"),
        pytest.param("23 g/wk", True, id="to a gram"),
        pytest.param("23.5 g/wk", True, id="to half a gram"),
        pytest.param("22.5 g/wk", True, id="to 2.5 g, which moves it by 3.6 %"),
        pytest.param("25 g/wk", False, id="to 5 g, which moves it by 7.1 %"),
        pytest.param("23.4 g/wk", True, id="to a fifth of a gram"),
        pytest.param("23.7 g/wk", False, id="to a tenth, and too much"),
        pytest.param("23.2 g/wk", False, id="to a fifth, and too little"),
    ],
)
def test_how_exactly_a_mistake_has_to_give_the_order(order: str, *, named: bool) -> None:
    asked = {"of": "scig", "ivig_dose": "140 g", "every": "6 weeks", "order": order}
    assert (["no_uplift"] in names_of(asked)) is named


@pytest.mark.parametrize(
    ("order", "named"),
    [
        # no uplift gives 20 g; half a gram either side is the gram that is written
        pytest.param("19.4 g", False, id="below"),
        pytest.param("19.5 g", False, id="a written tenth counts as a tenth"),
        pytest.param("20 g", True, id="the dose itself"),
    ],
)
def test_the_place_that_is_written_counts(order: str, *, named: bool) -> None:
    assert (["no_uplift"] in names_of(SCIG | {"order": order})) is named


def test_an_ideal_weight_of_a_height_below_its_formula_is_still_a_mistake() -> None:
    """150 cm is 59.055 in: 45.5 + 2.3 x -0.945 = 43.327 kg."""
    asked = {"of": "induction", "weight": "80 kg", "height": "150 cm", "sex": "female", "days": 5}
    assert names_of(asked | {"order": "86.65 g"})[0] == ["ideal_weight"]


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param({"of": "induction", "weight": "120 kg", "days": 5}, id="no height, no sex"),
        pytest.param(
            {"of": "induction", "weight": "120 kg", "height": "180 cm", "days": 5}, id="no sex"
        ),
    ],
)
def test_a_weight_that_nobody_could_have_worked_out_is_not_tried(request_: dict[str, Any]) -> None:
    assert ["ideal_weight"] not in names_of(request_ | {"order": "150 g"})


def test_digits_that_make_no_measure_when_exchanged_are_passed_over() -> None:
    """12 st 13 lb becomes 21 st 13 lb, which is 307 lb; 12 st 31 lb is no weight."""
    asked = {"of": "induction", "weight": "12 st 13 lb", "days": 5, "order": "278.5 g"}
    [first, *_] = result_of("verify", **asked)["mistakes"]
    assert first["working"].startswith("The weight 12 st 13 lb was entered as 21 st 13 lb")


def test_an_ideal_weight_below_nothing_is_none() -> None:
    """160 cm with its digits exchanged is 106 cm, where Devine's weight of a woman is -3.5 kg."""
    asked = {"of": "rituximab", "weight": "80 kg", "height": "160 cm", "sex": "female"}
    assert names_of(asked | {"order": "333 mg"}) == []


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(SCIG | {"order": "19.8 g/wk"}, id="16.5 % for 20 %"),
        pytest.param(MAINTENANCE | {"order": "160 g"}, id="5 % for 10 %"),
        pytest.param(MAINTENANCE | {"order": "40 g"}, id="10 % for 5 %"),
        pytest.param(
            SCIG | {"product": "Hizentra", "order": "19.8 g/wk"}, id="16.5 % for 20 %, of a product"
        ),
        pytest.param(
            MAINTENANCE | {"product": "Octagam 5 %", "order": "40 g"},
            id="10 % for 5 %, of a product",
        ),
        pytest.param(
            MAINTENANCE | {"concentration": "5 %", "order": "160 g"}, id="5 % for 10 %, of a bag"
        ),
    ],
)
def test_no_concentration_is_proposed_for_an_order_in_grams(request_: dict[str, Any]) -> None:
    """So many grams are so many grams at any concentration."""
    assert all("wrong_concentration" not in names for names in names_of(request_))


def test_grams_are_not_taken_for_millilitres_in_an_order_that_has_none() -> None:
    """24 g written as 24 mL of 20 % is 4.8 g; an order of 4.8 g has no mL that could be wrong."""
    asked = SCIG | {"product": "Hizentra", "order": "4.8 g/wk"}
    assert all("millilitres_for_grams" not in names for names in names_of(asked))


def test_the_verdict_is_the_same_with_the_search_or_without_it() -> None:
    """The steps that people read do not depend on what was found."""
    right = answered("verify", **SCIG, order="24 g/wk").result
    wrong = answered("verify", **SCIG, order="20 g/wk").result
    assert [step.label for step in right.steps] == [step.label for step in wrong.steps]
