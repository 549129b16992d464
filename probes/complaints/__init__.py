"""Complaints: can a buyer find where to complain, and what happens then?"""
