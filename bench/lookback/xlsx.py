"""Puts a CSV file into an XLSX workbook, as spreadsheets save it: every cell a shared text.

usage: xlsx.py CSV XLSX
"""

import csv
import sys

import xlsxwriter

book = xlsxwriter.Workbook(sys.argv[2])
sheet = book.add_worksheet()
with open(sys.argv[1], newline="") as rows:
    for place, row in enumerate(csv.reader(rows)):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(place, column, cell)
book.close()
