import "./balancing";
import "./capacity";
import "./functions";
import "./storage";
